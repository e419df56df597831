//! Work done ahead on a thread of its own: what it makes is taken in the order in which it is made.

use crate::diag::Error;
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::thread::{self, JoinHandle};

/// Pieces that are made before the first of them is taken: some, so that neither waits for the
/// other at each, and few, so that they take little memory.
const AHEAD: usize = 4;

type Work<T> = Box<dyn FnOnce(&Out<T>) + Send>;

/// Thread that makes pieces ahead of whoever takes them. It ends when nobody takes them any more.
pub(crate) struct Ahead<T> {
    work: Option<Sender<Work<T>>>,
    made: Option<Receiver<Result<T, Error>>>,
    used: Sender<T>,
    thread: Option<JoinHandle<()>>,
}

/// Place to which the pieces are put, and from which used ones come back.
pub(crate) struct Out<T> {
    made: SyncSender<Result<T, Error>>,
    used: Receiver<T>,
}

impl<T: Send + 'static> Ahead<T> {
    /// Starts a thread that waits for work; `None` where there is one core, or the system gives no
    /// thread.
    pub(crate) fn start() -> Option<Ahead<T>> {
        if thread::available_parallelism().map_or(1, usize::from) == 1 {
            return None;
        }
        let (work, get) = channel::<Work<T>>();
        let (put, made) = sync_channel(AHEAD);
        let (used, back) = channel();
        let out = Out { made: put, used: back };
        let run = move || {
            if let Ok(work) = get.recv() {
                work(&out);
            }
        };
        let thread = thread::Builder::new().spawn(run).ok()?;
        Some(Ahead { work: Some(work), made: Some(made), used, thread: Some(thread) })
    }

    /// Gives the thread its work; what is given later is not done.
    pub(crate) fn with(mut self, work: impl FnOnce(&Out<T>) + Send + 'static) -> Ahead<T> {
        // The thread is there and waits, so that it takes the work.
        if let Some(to) = self.work.take() {
            _ = to.send(Box::new(work));
        }
        self
    }

    /// Takes the next piece; `None` behind the last.
    pub(crate) fn next(&mut self) -> Option<Result<T, Error>> {
        let next = self.made.as_ref()?.recv();
        if next.is_err() {
            self.end();
        }
        next.ok()
    }

    /// Gives a piece back, whose memory serves for another.
    pub(crate) fn give_back(&self, used: T) {
        // A thread that is done needs no memory.
        _ = self.used.send(used);
    }
}

impl<T> Ahead<T> {
    /// Waits for the thread to end. A panic of it is one of whoever takes its pieces: they would
    /// seem to be all.
    fn end(&mut self) {
        (self.work, self.made) = (None, None);
        let ended = self.thread.take().map(JoinHandle::join);
        if let Some(Err(panic)) = ended
            && !thread::panicking()
        {
            std::panic::resume_unwind(panic);
        }
    }
}

impl<T> Drop for Ahead<T> {
    fn drop(&mut self) {
        self.end();
    }
}

impl<T> Out<T> {
    /// Puts a piece; `false` if nobody takes any more.
    pub(crate) fn put(&self, piece: Result<T, Error>) -> bool {
        self.made.send(piece).is_ok()
    }

    /// A piece that was used, if one came back.
    pub(crate) fn used(&self) -> Option<T> {
        self.used.try_recv().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_taken_in_order_and_the_thread_ends_when_nobody_takes_them() {
        let Some(ahead) = Ahead::<u32>::start() else { return };
        let mut ahead = ahead.with(|out| {
            // Without an end.
            let mut next = 0;
            while out.put(Ok(next)) {
                next += 1;
            }
        });
        for wanted in 0..100 {
            assert_eq!(ahead.next().unwrap().unwrap(), wanted);
        }
        drop(ahead);
    }

    #[test]
    fn what_is_given_back_comes_to_the_work() {
        let Some(ahead) = Ahead::<u32>::start() else { return };
        let mut ahead = ahead.with(|out| {
            let waited = std::iter::from_fn(|| out.used()).chain(std::iter::from_fn(|| {
                thread::yield_now();
                Some(out.used().unwrap_or(0))
            }));
            let seven = waited.into_iter().find(|used| *used == 7);
            out.put(Ok(seven.unwrap_or(0)));
        });
        ahead.give_back(7);
        assert_eq!(ahead.next().unwrap().unwrap(), 7);
        assert!(ahead.next().is_none());
    }

    #[test]
    #[should_panic(expected = "in the thread")]
    fn a_panic_of_the_thread_is_no_end() {
        let Some(ahead) = Ahead::<u32>::start() else { panic!("in the thread") };
        let mut ahead = ahead.with(|_| panic!("in the thread"));
        ahead.next();
    }
}
