//! Answers written to a file: all of it, or none.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use bytes::Bytes;
use http::header;

use super::super::requests::progress::Progress;
use super::super::responses::response::Response;
use super::super::streams::byte_stream::{BlockingByteStream, ByteStream};
use super::super::transports::traits::TransportError;

impl ByteStream {
    /// Writes what is left to the file at `path`, in place of one that is there, and says how many
    /// bytes that was. `progress` is called after each piece.
    ///
    /// The bytes go to a file beside it, with `.part` behind its name, which takes its place once
    /// all are there. If they do not all come, or the future is dropped, that file is removed.
    /// Between the pieces the task waits for the disk as for any other code that blocks.
    ///
    /// # Errors
    ///
    /// The connection broke, no piece came in time, fewer bytes came than the answer announced, or
    /// the file cannot be written.
    pub async fn save(
        mut self,
        path: impl AsRef<Path>,
        progress: impl FnMut(Progress) + Send,
    ) -> io::Result<u64> {
        let mut file = Partial::begin(path.as_ref(), self.answer(), progress)?;
        while let Some(piece) = self.next().await {
            file.add(piece)?;
        }
        file.finish()
    }
}

impl BlockingByteStream {
    /// As [`ByteStream::save`].
    ///
    /// # Errors
    ///
    /// As [`ByteStream::save`].
    pub fn save(
        mut self,
        path: impl AsRef<Path>,
        progress: impl FnMut(Progress),
    ) -> io::Result<u64> {
        let mut file = Partial::begin(path.as_ref(), self.answer(), progress)?;
        self.try_for_each(|piece| file.add(piece))?;
        file.finish()
    }
}

/// A file that is not yet whole, and is removed unless it comes to be.
struct Partial<P> {
    /// `None` once it is closed.
    file: Option<File>,
    beside: PathBuf,
    path: PathBuf,
    count: u64,
    total: Option<u64>,
    progress: P,
}

impl<P: FnMut(Progress)> Partial<P> {
    fn begin(path: &Path, head: &Response, progress: P) -> io::Result<Self> {
        let mut beside = path.as_os_str().to_owned();
        beside.push(".part");
        let beside = PathBuf::from(beside);
        let file = Some(File::create(&beside)?);
        // Of a packed answer only the length on the wire is known.
        let is_packed = head.headers().contains_key(header::CONTENT_ENCODING);
        let total = head.header("content-length").and_then(|length| length.parse().ok());
        let total = total.filter(|_| !is_packed);
        Ok(Self { file, beside, path: path.to_owned(), count: 0, total, progress })
    }

    fn add(&mut self, piece: Result<Bytes, TransportError>) -> io::Result<()> {
        let piece = piece.map_err(io::Error::other)?;
        if let Some(file) = &mut self.file {
            file.write_all(&piece)?;
        }
        self.count += piece.len() as u64;
        (self.progress)(Progress::new(self.count, self.total));
        Ok(())
    }

    fn finish(mut self) -> io::Result<u64> {
        if let Some(total) = self.total.filter(|total| self.count < *total) {
            let message = format!("{} of {total} bytes came", self.count);
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, message));
        }
        if let Some(file) = self.file.take() {
            file.sync_all()?;
        }
        fs::rename(&self.beside, &self.path)?;
        Ok(self.count)
    }
}

impl<P> Drop for Partial<P> {
    fn drop(&mut self) {
        // Closed first, for systems that remove no open file. After it has taken its place nothing
        // is there to be removed.
        self.file = None;
        _ = fs::remove_file(&self.beside);
    }
}
