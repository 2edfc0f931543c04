//! Ctrl-C while an answer is worked out. The answer is worked out beside, on a copy of the conversation; when it is
//! stopped the copy is left to itself and the conversation stays as it was.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, mpsc};
use std::time::Duration;

use super::session::{Answered, Session};

/// How often it is looked whether Ctrl-C was pressed. An answer that is ready is shown at once.
const LOOK: Duration = Duration::from_millis(50);

/// Knows whether Ctrl-C was pressed.
pub struct Stop {
    pressed: Arc<AtomicBool>,
}

impl Stop {
    /// Takes Ctrl-C over from the system, if it can be taken.
    pub fn new() -> Self {
        let pressed = Arc::new(AtomicBool::new(false));
        let seen = Arc::clone(&pressed);
        let _ = ctrlc::set_handler(move || seen.store(true, Ordering::Relaxed));
        Self { pressed }
    }

    /// Whether Ctrl-C was pressed since this was last asked, or since the last answer was begun.
    pub fn was_pressed(&self) -> bool {
        self.pressed.swap(false, Ordering::Relaxed)
    }

    /// Answers a line; none: it was stopped.
    pub fn answer(&self, session: &mut Session, line: &str) -> Option<Option<Answered>> {
        let (mut copy, text) = (session.clone(), line.to_owned());
        let work = move || {
            let answered = copy.answer(&text);
            (copy, answered)
        };
        let (after, answered) = self.run(work)?;
        *session = after;
        Some(answered)
    }

    /// Works something out beside; none: it was stopped.
    fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
        self.was_pressed();
        let (tell, told) = mpsc::channel();
        // Nobody listens to what was stopped. The stack is as large as that of the main thread on most systems.
        let begun = std::thread::Builder::new().stack_size(8 << 20).spawn(move || drop(tell.send(work())));
        begun.ok()?;
        loop {
            match told.recv_timeout(LOOK) {
                Ok(it) => return Some(it),
                Err(mpsc::RecvTimeoutError::Disconnected) => return None,
                Err(mpsc::RecvTimeoutError::Timeout) if self.was_pressed() => return None,
                Err(mpsc::RecvTimeoutError::Timeout) => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_takes_long_can_be_stopped() {
        let stop = Stop { pressed: Arc::default() };
        let pressed = Arc::clone(&stop.pressed);
        let slow = move || {
            pressed.store(true, Ordering::Relaxed);
            std::thread::sleep(Duration::from_secs(600));
        };
        assert_eq!(stop.run(slow), None);
        assert_eq!(stop.run(|| 7), Some(7), "what was pressed before is forgotten");
    }
}
