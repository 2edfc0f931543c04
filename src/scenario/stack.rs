//! The stack of assumptions: numbered, each on or off, with what was done to it so that it can be undone.

use super::change::Change;
use super::state::State;
use super::typed::read;
use crate::problem::Problem;
use crate::source::Files;

/// An assumption of the stack.
#[derive(Debug, Clone, PartialEq)]
pub struct Assumed {
    /// As a rule file would have it.
    pub text: String,
    /// What it means.
    pub change: Change,
    /// Whether it is in force.
    pub on: bool,
}

/// A state, and what is assumed of it.
#[derive(Debug, Clone)]
pub struct Stack {
    /// As loaded.
    pub base: State,
    /// With the assumptions that are in force.
    pub now: State,
    /// The assumptions, the first first.
    pub items: Vec<Assumed>,
    past: Vec<Vec<Assumed>>,
    future: Vec<Vec<Assumed>>,
}

impl Stack {
    /// Nothing is assumed.
    pub fn new(base: State) -> Self {
        Self { now: base.clone(), base, items: Vec::new(), past: Vec::new(), future: Vec::new() }
    }

    /// How many are in force.
    pub fn in_force(&self) -> usize {
        self.items.iter().filter(|it| it.on).count()
    }

    /// The assumptions in force, each behind its number.
    pub fn numbered(&self) -> Vec<String> {
        let items = self.items.iter().enumerate().filter(|it| it.1.on);
        items.map(|(at, it)| format!("{}: {}", at + 1, it.text)).collect()
    }

    /// Reads an assumption as typed. Errors: as [`read`].
    pub fn read(&self, text: &str, files: &dyn Files) -> Result<Assumed, Vec<Problem>> {
        let (change, text) = read(&self.now, text, files).map_err(|it| it.list)?;
        Ok(Assumed { text, change, on: true })
    }

    /// One more assumption. Errors: as [`Self::set`].
    pub fn push(&mut self, assumed: Assumed) -> Result<(), Vec<Problem>> {
        let mut items = self.items.clone();
        items.push(assumed);
        self.set(items)
    }

    /// Other assumptions in place of those there are. Errors: as [`State::with`]; then nothing has changed.
    pub fn set(&mut self, items: Vec<Assumed>) -> Result<(), Vec<Problem>> {
        let now = self.with(&items)?;
        self.future.clear();
        self.past.push(std::mem::replace(&mut self.items, items));
        self.now = now;
        Ok(())
    }

    /// Takes back what was done last; nothing where nothing was done.
    pub fn undo(&mut self) -> Result<bool, Vec<Problem>> {
        let Some(items) = self.past.last().cloned() else { return Ok(false) };
        self.now = self.with(&items)?;
        self.past.pop();
        self.future.push(std::mem::replace(&mut self.items, items));
        Ok(true)
    }

    /// Does again what was taken back last.
    pub fn redo(&mut self) -> Result<bool, Vec<Problem>> {
        let Some(items) = self.future.last().cloned() else { return Ok(false) };
        self.now = self.with(&items)?;
        self.future.pop();
        self.past.push(std::mem::replace(&mut self.items, items));
        Ok(true)
    }

    fn with(&self, items: &[Assumed]) -> Result<State, Vec<Problem>> {
        let changes: Vec<Change> = items.iter().filter(|it| it.on).map(|it| it.change.clone()).collect();
        let state = self.base.with(&changes)?;
        state.answer()?;
        Ok(state)
    }
}
