//! Saves a response body to a file, either completely or not at all.

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
    /// Writes the remaining bytes to the file at `path`, which is replaced if it exists. Returns
    /// the number of bytes. `progress` is called after each chunk.
    ///
    /// The bytes are written to a file with the suffix `.part`, which is renamed at the end. After
    /// an error, or if the future is dropped, that file is removed. Disk writes block the task.
    ///
    /// # Errors
    ///
    /// Returns an error if the connection breaks, if no chunk arrives within the time limit, or if
    /// the file cannot be written. A body that is shorter than its `Content-Length` is an error
    /// too.
    pub async fn save(
        mut self,
        path: impl AsRef<Path>,
        progress: impl FnMut(Progress) + Send,
    ) -> io::Result<u64> {
        let mut file = Partial::begin(path.as_ref(), self.response(), progress)?;
        while let Some(piece) = self.next().await {
            file.add(piece)?;
        }
        file.finish()
    }
}

impl BlockingByteStream {
    /// Writes the remaining bytes to a file; see [`ByteStream::save`].
    ///
    /// # Errors
    ///
    /// Returns the same errors as [`ByteStream::save`].
    pub fn save(
        mut self,
        path: impl AsRef<Path>,
        progress: impl FnMut(Progress),
    ) -> io::Result<u64> {
        let mut file = Partial::begin(path.as_ref(), self.response(), progress)?;
        self.try_for_each(|piece| file.add(piece))?;
        file.finish()
    }
}

/// An incomplete file, which is removed on drop.
struct Partial<P> {
    /// `None` once the file is closed.
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
        // The length of a compressed body is that of the transferred bytes, not of the file.
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
        // Some systems remove only closed files. After the rename, nothing is left to remove.
        self.file = None;
        _ = fs::remove_file(&self.beside);
    }
}
