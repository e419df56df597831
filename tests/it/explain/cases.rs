//! The cases that once broke an explanation, with the words they must have.
