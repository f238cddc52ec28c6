//! Finds the positions of nodes, which an overlay may have added or moved.

use std::borrow::Cow;
use std::ops::Range;

use super::format::Format;
use super::origins::Place;
use super::span::Written;
use super::{File, FileId, Location, Part, Position, Source};
use crate::report::{Lines, Places, Report};

impl Source {
    /// Returns a scalar as written, without quotes and escapes: `1.0` stays `1.0`. Returns `None`
    /// for objects and arrays.
    pub fn text_at(&self, location: &Location) -> Option<String> {
        match self.value(location)? {
            super::Value::Array(_) | super::Value::Object(_) => None,
            _ => self.written(&self.origin(location, Part::Value), Part::Value)?.text,
        }
    }

    /// Returns the position of a node in its file.
    ///
    /// A node that a YAML alias or merge key repeats has the position of the original. An array
    /// item has no key, so its value is used instead. A node that an overlay has added has the
    /// position of the object or array that it was added to.
    pub fn position(&self, location: &Location, part: Part) -> Option<Position> {
        self.value(location)?;
        let (mut at, mut part) = (location.clone(), part);
        let place = loop {
            let place = self.origin(&at, part);
            if place.file == location.file.index() {
                break place;
            }
            at = at.parent()?;
            part = Part::Key;
        };
        let written = self.written(&place, part)?;
        Some(self.position_of(&location.file, written.bytes))
    }

    /// Returns the location in an overlay that a node was read from, if it was read from one.
    pub fn overlay_location(&self, location: &Location) -> Option<Location> {
        let Place { file, pointer } = self.origin(location, Part::Value);
        let file = self.files.get(file)?;
        let is_from_overlay = file.is_overlay && file.id != location.file;
        is_from_overlay.then(|| Location { file: file.id.clone(), pointer })
    }

    /// Returns the node of a file that a part of a node was read from.
    fn origin(&self, location: &Location, part: Part) -> Place {
        let index = location.file.index();
        match self.files.get(index) {
            Some(file) => file.origins.find(index, &location.pointer, part),
            None => Place { file: index, pointer: location.pointer.clone() },
        }
    }

    fn written(&self, place: &Place, part: Part) -> Option<Written> {
        let file: &File = self.files.get(place.file)?;
        if let Some(spans) = &file.settings {
            let (key, value) = spans.get(&place.pointer)?;
            let bytes = if part == Part::Key { key.clone() } else { value.clone() };
            return Some(Written { bytes, text: None });
        }
        match file.format {
            Format::Json => file.finder.find_json(&file.text, &place.pointer, part),
            Format::Yaml => file.finder.find_yaml(&file.text, &place.pointer, part),
        }
    }

    /// Returns a report about a value of an overlay at its place in the overlay, with the changed place of the
    /// description beside it.
    fn in_overlay(&self, report: &Report) -> Option<Report> {
        let location = report.location.as_ref().filter(|_| report.span.is_none())?;
        let added = self.overlay_location(location)?;
        let is_entry = |place: Place| place.file == location.file.index();
        let is_replaced = is_entry(self.origin(location, Part::Key));
        let mut report = report.clone();
        if is_replaced {
            report.part = Part::Value;
        }
        report.location = Some(added);
        let label =
            if is_replaced { "the overlay replaces this" } else { "the overlay adds to this" };
        report.related.get_or_insert_with(|| (location.clone(), Part::Key, label.to_owned()));
        Some(report)
    }
}

impl Places for Source {
    fn text(&self, file: &FileId) -> &str {
        Source::text(self, file)
    }

    fn position(&self, location: &Location, part: Part) -> Option<Position> {
        Source::position(self, location, part)
    }

    fn position_of(&self, file: &FileId, bytes: Range<usize>) -> Position {
        match self.file(file) {
            Some(file) => {
                file.lines.get_or_init(|| Lines::of(&file.text)).position(&file.text, bytes)
            }
            None => Lines::of("").position("", 0..0),
        }
    }

    fn as_written<'r>(&self, report: &'r Report) -> Cow<'r, Report> {
        self.in_overlay(report).map_or(Cow::Borrowed(report), Cow::Owned)
    }
}
