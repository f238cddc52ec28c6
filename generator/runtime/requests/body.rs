//! The body of a request: bytes in memory, and files that are read while they are sent.

#![allow(clippy::indexing_slicing, reason = "positions that were found in the same text or list")]

use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;

use super::super::requests::progress::{Progress, Watcher};

/// The number of bytes that are read from a file at a time.
const PIECE: usize = 64 * 1024;

/// The body of a request. Clones share the bytes. Each [`reader`](Self::reader) starts at the
/// beginning, so that a request can be sent again.
#[derive(Clone, Default)]
pub struct RequestBody {
    /// The first bytes. Most bodies have nothing else.
    first: Bytes,
    parts: Vec<Part>,
    watcher: Option<Watcher>,
}

#[derive(Clone)]
enum Part {
    Bytes(Bytes),
    File { path: Arc<Path>, length: u64 },
}

/// Reads a [`RequestBody`] from beginning to end. A file is opened when the reader reaches it.
pub struct RequestBodyReader {
    parts: std::vec::IntoIter<Part>,
    /// The file that is being read, and the number of bytes that are left in it.
    file: Option<(File, u64)>,
    /// Bytes in memory that the reader returns chunk by chunk.
    rest: Bytes,
    /// The rest of a chunk that was larger than the caller's buffer.
    left: Bytes,
    watcher: Option<Watcher>,
    count: u64,
    total: u64,
}

impl RequestBody {
    /// Appends bytes.
    pub fn push(&mut self, bytes: impl Into<Bytes>) {
        let bytes = bytes.into();
        if self.first.is_empty() && self.parts.is_empty() {
            self.first = bytes;
        } else if !bytes.is_empty() {
            self.parts.push(Part::Bytes(bytes));
        }
    }

    /// Appends a file. Its present length becomes part of the length of the body.
    ///
    /// # Errors
    ///
    /// Returns an error if the file does not exist or is not a regular file.
    pub fn push_file(&mut self, path: &Path) -> io::Result<()> {
        let about = path.metadata()?;
        if !about.is_file() {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "not a file"));
        }
        self.parts.push(Part::File { path: path.into(), length: about.len() });
        Ok(())
    }

    /// Returns the number of bytes.
    #[must_use]
    pub fn length(&self) -> u64 {
        let lengths = self.parts.iter().map(|part| match part {
            Part::Bytes(bytes) => bytes.len() as u64,
            Part::File { length, .. } => *length,
        });
        lengths.fold(self.first.len() as u64, u64::saturating_add)
    }

    /// Returns `true` if the body contains a file.
    #[must_use]
    pub fn holds_files(&self) -> bool {
        self.parts.iter().any(|part| matches!(part, Part::File { .. }))
    }

    /// Calls `watcher` for each chunk that a reader returns.
    pub(crate) fn watch(&mut self, watcher: Watcher) {
        self.watcher = Some(watcher);
    }

    /// Returns `true` if the body has to be sent chunk by chunk: it contains a file, or its
    /// progress is watched.
    #[must_use]
    pub fn needs_reader(&self) -> bool {
        self.watcher.is_some() || self.holds_files()
    }

    /// Returns the bytes, unless the body contains a file.
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

    /// Returns all bytes, including those of files.
    ///
    /// # Errors
    ///
    /// Returns an error if a file cannot be read or has changed since it was added.
    pub fn read(&self) -> io::Result<Bytes> {
        if let Some(bytes) = self.bytes().filter(|_| !self.needs_reader()) {
            return Ok(bytes);
        }
        let mut bytes = Vec::new();
        self.reader().read_to_end(&mut bytes)?;
        Ok(bytes.into())
    }

    /// Returns a reader of all bytes.
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
    /// Returns the next chunk; `None` at the end.
    ///
    /// # Errors
    ///
    /// Returns an error if a file cannot be read or has changed since it was added.
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

/// The error for a file that has changed. Its length was already sent and cannot be corrected.
fn changed() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "the file has changed since the call was made")
}
