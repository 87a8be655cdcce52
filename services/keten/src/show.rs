//! Progress for people, on standard error: a bar on a terminal, a line a month otherwise.

use std::io::IsTerminal as _;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};
use jiff::civil::Date;

/// Shows how far the work is.
pub(crate) struct Show {
    bar: Option<ProgressBar>,
    began: Instant,
    quiet: bool,
}

impl Show {
    /// `quiet` shows nothing but a bar on a terminal.
    pub(crate) fn new(quiet: bool) -> Self {
        let bar = std::io::stderr().is_terminal().then(|| {
            let bar = ProgressBar::new_spinner();
            bar.enable_steady_tick(Duration::from_millis(120));
            bar
        });
        Self { bar, began: Instant::now(), quiet }
    }

    /// A new phase.
    pub(crate) fn phase(&self, what: &str) {
        self.line(what);
        if let Some(bar) = &self.bar {
            bar.set_message(what.to_owned());
        }
    }

    /// Something to know.
    pub(crate) fn line(&self, text: &str) {
        if self.bar.is_none() && !self.quiet {
            eprintln!("[{:>6.1} s] {text}", self.began.elapsed().as_secs_f64());
        } else if let Some(bar) = &self.bar {
            bar.set_message(text.to_owned());
        }
    }

    /// So many days follow.
    pub(crate) fn days(&self, days: u64) {
        if let Some(bar) = &self.bar {
            let template = "{spinner} {msg} {wide_bar} {pos}/{len} days {eta}";
            bar.set_style(
                ProgressStyle::with_template(template)
                    .unwrap_or_else(|_| ProgressStyle::default_bar()),
            );
            bar.set_length(days);
            bar.set_position(0);
        }
    }

    /// A day was lived.
    pub(crate) fn day(&self, day: Date, events: u64) {
        let rate = events as f64 / self.began.elapsed().as_secs_f64().max(0.001);
        let text = format!("{}: {events} events, {rate:.0} a second", day.strftime("%B %Y"));
        match &self.bar {
            Some(bar) => {
                bar.inc(1);
                bar.set_message(text);
            }
            None if day == day.last_of_month() => self.line(&text),
            None => {}
        }
    }

    /// So many replications of a forecast were made.
    pub(crate) fn forecast(&self, done: u32, of: u32) {
        if let Some(bar) = &self.bar {
            let template = "{spinner} {msg} {wide_bar} {pos}/{len} replications";
            let style = ProgressStyle::with_template(template);
            bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
            bar.set_length(of.into());
            bar.set_position(done.into());
            bar.set_message("forecasting");
        }
    }

    /// The work is done.
    pub(crate) fn end(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
