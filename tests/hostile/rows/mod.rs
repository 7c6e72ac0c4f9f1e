//! A file a kind of fault; the numbers are those of the trial's table.

mod time;
