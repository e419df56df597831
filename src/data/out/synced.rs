//! A file that goes to the disk while it is written, so that little is left to wait for at its end.

use std::fs::File;
use std::io::{self, Write};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread::{Builder, JoinHandle};

/// Bytes after which those before are sent to the disk: a small file is sent at its end alone.
const AT_ONCE: u64 = 4 << 20;

/// File being written, of which a thread sends the beginning to the disk.
pub(super) struct Synced {
    file: File,
    /// Bytes written since it was last sent.
    since: u64,
    sender: Option<Sender>,
}

/// The thread, which sends the file whenever it is told to, until it fails.
struct Sender {
    ask: SyncSender<()>,
    thread: JoinHandle<io::Result<()>>,
}

impl Synced {
    pub(super) fn new(file: File) -> Synced {
        Synced { file, since: 0, sender: None }
    }

    /// The file as it is written.
    pub(super) fn file(&self) -> &File {
        &self.file
    }

    /// The file, all of which has been sent to the disk.
    ///
    /// # Errors
    /// What the system said whenever it was sent: it says so only once.
    pub(super) fn finish(self) -> io::Result<File> {
        if let Some(Sender { ask, thread }) = self.sender {
            drop(ask);
            thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
        }
        self.file.sync_all()?;
        Ok(self.file)
    }

    /// Has what was written so far sent. Without a thread it waits for the end.
    fn send(&mut self) {
        if self.sender.is_none() {
            self.sender = Sender::of(&self.file);
        }
        // One that is still at it has been asked already, and one that failed is asked at the end.
        self.sender.iter().for_each(|sender| _ = sender.ask.try_send(()));
    }
}

impl Write for Synced {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.since += written as u64;
        if self.since >= AT_ONCE {
            self.since = 0;
            self.send();
        }
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Sender {
    /// A thread for a file, where the system gives one.
    fn of(file: &File) -> Option<Sender> {
        let file = file.try_clone().ok()?;
        let (ask, asked) = sync_channel(1);
        let run = move || asked.into_iter().try_for_each(|()| file.sync_data());
        let thread = Builder::new().spawn(run).ok()?;
        Some(Sender { ask, thread })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_longer_than_is_sent_at_once_holds_what_was_written() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("kq.csv");
        let mut file = Synced::new(File::create(&path).unwrap());
        let line: Vec<u8> = (0..=255).cycle().take(1_000_003).collect();
        (0..11).for_each(|_| file.write_all(&line).unwrap());
        assert!(file.sender.is_some());
        drop(file.finish().unwrap());
        assert_eq!(std::fs::read(&path).unwrap(), line.repeat(11));
    }

    #[test]
    #[cfg(unix)]
    fn what_could_not_be_sent_before_the_end_is_told_at_the_end() {
        // A pipe holds nothing that could be sent to a disk.
        let (_reader, writer) = io::pipe().unwrap();
        let sender = Sender::of(&File::from(std::os::fd::OwnedFd::from(writer)));
        let file = tempfile::tempfile().unwrap();
        let mut synced = Synced { file, since: 0, sender };
        synced.write_all(b"T1;90\r\n").unwrap();
        synced.send();
        assert!(synced.finish().is_err());
    }
}
