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
    /// description beside it. The second place of a report may be in an overlay too.
    fn in_overlay(&self, report: &Report) -> Option<Report> {
        let location = report.location.as_ref().filter(|_| report.span.is_none());
        let added = location.and_then(|location| self.overlay_location(location));
        let related = report.related.as_ref();
        let related = related.and_then(|(location, part, text)| {
            let part = if self.is_replaced(location) { Part::Value } else { *part };
            Some((self.overlay_location(location)?, part, text.clone()))
        });
        if added.is_none() && related.is_none() {
            return None;
        }
        let mut written = report.clone();
        written.related = related.or(written.related);
        if let (Some(location), Some(added)) = (location, added) {
            let is_replaced = self.is_replaced(location);
            let label =
                if is_replaced { "the overlay replaces this" } else { "the overlay adds to this" };
            written.part = if is_replaced { Part::Value } else { report.part };
            written.location = Some(added);
            let changed = || (location.clone(), Part::Key, label.to_owned());
            written.related.get_or_insert_with(changed);
        }
        Some(written)
    }

    /// Returns `true` if the key of a node is in the file of the node.
    fn is_replaced(&self, location: &Location) -> bool {
        self.origin(location, Part::Key).file == location.file.index()
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
