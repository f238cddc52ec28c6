//! The overlays among the files of a description.

use super::load::Loader;

#[cfg(not(feature = "overlay"))]
impl Loader<'_> {
    /// Does nothing, because the options have no overlays.
    pub(super) fn add_overlays(&mut self, _: &super::LoadOptions) {}

    /// Does nothing, because there are no overlays.
    pub(super) fn apply_overlays(&mut self) {}
}

#[cfg(feature = "overlay")]
mod loading {
    use std::fs;
    use std::io;
    use std::path::Path;

    use super::Loader;
    use crate::report::{FileId, Location, Part, Pointer, Report};
    use crate::source::{File, LoadOptions, overlay};

    impl Loader<'_> {
        /// Adds the overlays to the files.
        pub(in crate::source) fn add_overlays(&mut self, options: &LoadOptions) {
            self.allow_stale = options.allow_stale;
            for path in &options.overlays {
                let index = self.source.files.len();
                let name = path.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
                let id = FileId::new(index, &name);
                let file = File::new(id.clone(), path.clone(), String::new());
                self.source.files.push(File { is_overlay: true, ..file });
                let at = Location { file: id, pointer: Pointer::root() };
                match metadata(path) {
                    Ok(metadata) => {
                        self.fill(&at, &metadata);
                        self.parse(index);
                    }
                    Err(error) => self.reports.push(overlay::unreadable(&at, &error)),
                }
            }
        }

        /// Applies the overlays to the tree of the entry file, after it was read and before its references are followed.
        pub(in crate::source) fn apply_overlays(&mut self) {
            let overlays: Vec<FileId> = self.source.overlay_ids().cloned().collect();
            if overlays.is_empty() {
                return;
            }
            // Nodes may move, so the reports about the file keep their positions.
            let reports = std::mem::take(&mut self.reports);
            self.reports = reports.into_iter().map(|report| self.pinned(report)).collect();
            let reports = overlay::apply(&mut self.source, &overlays, self.allow_stale);
            self.reports.extend(reports);
        }

        fn pinned(&self, mut report: Report) -> Report {
            if let (Some(location), None) = (&report.location, &report.span) {
                let position = self.source.position(location, report.part);
                let position = position.or_else(|| self.source.position(location, Part::Value));
                report.span = position.map(|position| position.bytes);
            }
            report
        }
    }

    fn metadata(path: &Path) -> io::Result<fs::Metadata> {
        let metadata = fs::metadata(path)?;
        if metadata.is_file() {
            return Ok(metadata);
        }
        Err(io::Error::other("it is not a regular file"))
    }
}
