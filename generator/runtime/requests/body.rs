//! The body of a request: bytes at hand, and files that are read while they are sent.

#![allow(clippy::indexing_slicing, reason = "positions that were found in the same text or list")]

use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;

use super::super::requests::progress::{Progress, Watcher};

/// How many bytes of a file are read at a time.
const PIECE: usize = 64 * 1024;

/// The body of a request. Clones share what they hold, and each [`reader`](Self::reader) begins
/// anew, so that a request can be sent again.
#[derive(Clone, Default)]
pub struct RequestBody {
    /// What it begins with, and mostly all that it is.
    first: Bytes,
    parts: Vec<Part>,
    watcher: Option<Watcher>,
}

#[derive(Clone)]
enum Part {
    Bytes(Bytes),
    File { path: Arc<Path>, length: u64 },
}

/// Reads a [`RequestBody`] from its beginning to its end. Each file is opened when it is its turn.
pub struct RequestBodyReader {
    parts: std::vec::IntoIter<Part>,
    /// The file that is being read, and how much of it is left.
    file: Option<(File, u64)>,
    /// Bytes at hand, to be handed out piece by piece.
    rest: Bytes,
    /// What is left of a piece for whom it was too large.
    left: Bytes,
    watcher: Option<Watcher>,
    count: u64,
    total: u64,
}

impl RequestBody {
    /// Adds bytes at the end.
    pub fn push(&mut self, bytes: impl Into<Bytes>) {
        let bytes = bytes.into();
        if self.first.is_empty() && self.parts.is_empty() {
            self.first = bytes;
        } else if !bytes.is_empty() {
            self.parts.push(Part::Bytes(bytes));
        }
    }

    /// Adds a file at the end, with the length that it has now.
    ///
    /// # Errors
    ///
    /// There is no such file, or what is there has no length.
    pub fn push_file(&mut self, path: &Path) -> io::Result<()> {
        let about = path.metadata()?;
        if !about.is_file() {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "not a file"));
        }
        self.parts.push(Part::File { path: path.into(), length: about.len() });
        Ok(())
    }

    /// How many bytes it has.
    #[must_use]
    pub fn length(&self) -> u64 {
        let lengths = self.parts.iter().map(|part| match part {
            Part::Bytes(bytes) => bytes.len() as u64,
            Part::File { length, .. } => *length,
        });
        lengths.fold(self.first.len() as u64, u64::saturating_add)
    }

    /// Whether a file is among what it holds.
    #[must_use]
    pub fn holds_files(&self) -> bool {
        self.parts.iter().any(|part| matches!(part, Part::File { .. }))
    }

    /// Lets a function know of each piece that a reader hands out.
    pub(crate) fn watch(&mut self, watcher: Watcher) {
        self.watcher = Some(watcher);
    }

    /// Whether it is to be sent piece by piece: a file is among what it holds, or somebody wants
    /// to know how far it has come.
    #[must_use]
    pub fn needs_reader(&self) -> bool {
        self.watcher.is_some() || self.holds_files()
    }

    /// The bytes, if no file is among them.
    #[must_use]
    pub fn bytes(&self) -> Option<Bytes> {
        if self.parts.is_empty() {
            return Some(self.first.clone());
        }
        let mut joined = self.first.to_vec();
        for part in &self.parts {
            let Part::Bytes(bytes) = part else { return None };
            joined.extend_from_slice(bytes);
        }
        Some(joined.into())
    }

    /// All bytes, those of files too.
    ///
    /// # Errors
    ///
    /// A file cannot be read, or is not as it was when it was added.
    pub fn read(&self) -> io::Result<Bytes> {
        if let Some(bytes) = self.bytes().filter(|_| !self.needs_reader()) {
            return Ok(bytes);
        }
        let mut bytes = Vec::new();
        self.reader().read_to_end(&mut bytes)?;
        Ok(bytes.into())
    }

    /// A reader of all bytes.
    #[must_use]
    pub fn reader(&self) -> RequestBodyReader {
        RequestBodyReader {
            parts: self.parts.clone().into_iter(),
            file: None,
            rest: self.first.clone(),
            left: Bytes::new(),
            watcher: self.watcher.clone(),
            count: 0,
            total: self.length(),
        }
    }
}

impl<T: Into<Bytes>> From<T> for RequestBody {
    fn from(bytes: T) -> Self {
        let mut payload = Self::default();
        payload.push(bytes);
        payload
    }
}

impl fmt::Debug for RequestBody {
    /// Shows the length, not the bytes.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RequestBody").field("length", &self.length()).finish_non_exhaustive()
    }
}

impl RequestBodyReader {
    /// The next bytes; `None` behind the last.
    ///
    /// # Errors
    ///
    /// A file cannot be read, or is not as it was when it was added.
    pub fn piece(&mut self) -> io::Result<Option<Bytes>> {
        if !self.left.is_empty() {
            return Ok(Some(std::mem::take(&mut self.left)));
        }
        let piece = self.next()?;
        if let (Some(watcher), Some(piece)) = (&self.watcher, &piece) {
            self.count += piece.len() as u64;
            watcher(Progress::new(self.count, Some(self.total)));
        }
        Ok(piece)
    }

    fn next(&mut self) -> io::Result<Option<Bytes>> {
        loop {
            if !self.rest.is_empty() {
                return Ok(Some(self.rest.split_to(self.rest.len().min(PIECE))));
            }
            match self.file.take() {
                Some((_, 0)) => {}
                Some((mut file, left)) => {
                    let most = usize::try_from(left).map_or(PIECE, |left| left.min(PIECE));
                    let mut piece = vec![0; most];
                    let count = file.read(&mut piece)?;
                    if count == 0 {
                        return Err(changed());
                    }
                    piece.truncate(count);
                    self.file = Some((file, left - count as u64));
                    return Ok(Some(piece.into()));
                }
                None => match self.parts.next() {
                    None => return Ok(None),
                    Some(Part::Bytes(bytes)) => self.rest = bytes,
                    Some(Part::File { path, length }) => {
                        let file = File::open(path)?;
                        if file.metadata()?.len() != length {
                            return Err(changed());
                        }
                        self.file = Some((file, length));
                    }
                },
            }
        }
    }
}

impl Read for RequestBodyReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        if self.left.is_empty() {
            let Some(piece) = self.piece()? else { return Ok(0) };
            self.left = piece;
        }
        let count = self.left.len().min(buffer.len());
        buffer[..count].copy_from_slice(&self.left.split_to(count));
        Ok(count)
    }
}

/// The length was sent already and cannot be taken back.
fn changed() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "the file has changed since the call was made")
}
