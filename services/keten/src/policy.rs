//! `keten policy`: what the law says, since when, by which source, in which set.

use std::fmt::Write as _;
use std::sync::Arc;

use anyhow::Result;
use clap::{Args, Subcommand};
use host::ExitCode;
use jiff::civil::Date;
use law::rule::CATALOGUE;
use law::{Dated, Kind, Policy};
use serde_json::{Value as Json, json};

/// Arguments of `keten policy`.
#[derive(Subcommand)]
pub(crate) enum PolicyCommand {
    /// Lists the sets that come with the software
    List,
    /// Checks a set and says everything that is wrong with it
    Check {
        /// A set that comes with the software, or a file
        #[arg(value_parser = crate::arguments::policy)]
        set: Arc<Policy>,
    },
    /// Shows what every rule says on a date
    Show(ShowArgs),
    /// Shows on which rules and from which dates two sets differ
    Diff {
        /// One set
        #[arg(value_parser = crate::arguments::policy)]
        one: Arc<Policy>,
        /// The other set
        #[arg(value_parser = crate::arguments::policy)]
        other: Arc<Policy>,
        /// Prints JSON
        #[arg(long)]
        json: bool,
    },
    /// Explains one rule: its value on a date, its source, since when it holds, which set says so, its history
    Explain {
        /// Name of the rule, for instance REGULAR (keten policy show lists them)
        #[arg(value_parser = rule)]
        rule: usize,
        #[command(flatten)]
        asked: Asked,
    },
}

/// Which set is asked, about which day.
#[derive(Args)]
pub(crate) struct Asked {
    /// A set that comes with the software, or a file
    #[arg(long, default_value = "PACT_PLUS_TWO_STATUS_2026", value_parser = crate::arguments::policy)]
    policy: Arc<Policy>,
    /// The day; today when it is not given
    #[arg(long, value_name = "DATE")]
    on: Option<Date>,
    /// Prints JSON
    #[arg(long)]
    json: bool,
}

/// Arguments of `keten policy show`.
#[derive(Args)]
pub(crate) struct ShowArgs {
    #[command(flatten)]
    asked: Asked,
    /// Only rules with this text in their name or title
    #[arg(long)]
    find: Option<String>,
    /// Only values that no primary source confirms
    #[arg(long)]
    unverified: bool,
}

impl Asked {
    fn on(&self) -> Date {
        self.on.unwrap_or_else(|| kernel::civil_date(kernel::Clock::System.now()))
    }
}

fn rule(name: &str) -> Result<usize, String> {
    law::rule_named(name).ok_or_else(|| {
        let text = name.to_uppercase().replace('-', "_");
        let near: Vec<&str> = CATALOGUE
            .iter()
            .map(|entry| entry.code)
            .filter(|code| {
                let begins = text.get(..5).is_some_and(|begin| code.starts_with(begin));
                begins || text.split('_').any(|word| word.len() > 3 && code.contains(word))
            })
            .collect();
        if near.is_empty() {
            "no rule has this name; keten policy show lists them".to_owned()
        } else {
            format!("no rule has this name; there are {}", near.join(", "))
        }
    })
}

pub(crate) fn run(command: PolicyCommand) -> Result<ExitCode> {
    let mut out = String::new();
    let code = answer(command, &mut out)?;
    crate::table::say(&out);
    Ok(code)
}

fn answer(command: PolicyCommand, out: &mut String) -> Result<ExitCode> {
    match command {
        PolicyCommand::List => {
            for name in Policy::built_in_names() {
                writeln!(out, "{name:<28}{}", Policy::load(name)?.title())?;
            }
        }
        PolicyCommand::Check { set } => {
            writeln!(out, "{}: {} rules, sound", set.name(), CATALOGUE.len())?
        }
        PolicyCommand::Show(args) => show(&args, out)?,
        PolicyCommand::Diff { one, other, json } => return diff(&one, &other, json, out),
        PolicyCommand::Explain { rule, asked } => explain(rule, &asked, out)?,
    }
    Ok(ExitCode::Done)
}

fn show(args: &ShowArgs, out: &mut String) -> Result<()> {
    let (policy, on) = (&args.asked.policy, args.asked.on());
    let find = args.find.as_deref().map(str::to_lowercase);
    let listed: Vec<usize> = (0..CATALOGUE.len())
        .filter(|at| {
            let entry = CATALOGUE[*at];
            let text = format!("{} {}", entry.code, entry.title).to_lowercase();
            find.as_ref().is_none_or(|find| text.contains(find.as_str()))
                && !(args.unverified && policy.in_force(*at, on).verified)
        })
        .collect();
    if args.asked.json {
        let rules: Vec<Json> =
            listed.iter().map(|at| as_json(*at, policy.in_force(*at, on))).collect();
        let text = json!({ "policy": policy.name(), "on": on.to_string(), "rules": rules });
        writeln!(out, "{}", serde_json::to_string_pretty(&text)?)?;
        return Ok(());
    }
    writeln!(out, "{}: {}, on {on}\n", policy.name(), policy.title())?;
    let width = listed.iter().map(|at| CATALOGUE[*at].code.len()).max().unwrap_or_default();
    for at in &listed {
        let (entry, dated) = (CATALOGUE[*at], policy.in_force(*at, on));
        let flag = if dated.verified { ' ' } else { '?' };
        writeln!(
            out,
            "{:<width$} {flag} {:<16} {}",
            entry.code,
            dated.value.to_string(),
            entry.title
        )?;
    }
    let doubtful = listed.iter().filter(|at| !policy.in_force(**at, on).verified).count();
    writeln!(
        out,
        "\n{} rules; {doubtful} marked ? are not confirmed by a primary source",
        listed.len()
    )?;
    Ok(())
}

fn explain(at: usize, asked: &Asked, out: &mut String) -> Result<()> {
    let (policy, on) = (&asked.policy, asked.on());
    let (entry, now) = (CATALOGUE[at], policy.in_force(at, on));
    if asked.json {
        let history: Vec<Json> = policy.history(at).iter().map(|d| as_json(at, d)).collect();
        let mut text = as_json(at, now);
        text["policy"] = policy.name().into();
        text["on"] = on.to_string().into();
        text["history"] = history.into();
        writeln!(out, "{}", serde_json::to_string_pretty(&text)?)?;
        return Ok(());
    }
    writeln!(out, "{}  {}", entry.code, entry.title)?;
    writeln!(out, "  on {on}     {}", now.value)?;
    writeln!(out, "  since       {}", since(now))?;
    writeln!(out, "  source      {}", now.source)?;
    writeln!(
        out,
        "  set         {}{}",
        now.set,
        if now.set == policy.name() {
            String::new()
        } else {
            format!(", inherited by {}", policy.name())
        }
    )?;
    writeln!(
        out,
        "  verified    {}",
        if now.verified { "yes" } else { "no: not confirmed by a primary source" }
    )?;
    if let (Kind::Term, law::Value::Term(term)) = (entry.kind, now.value) {
        writeln!(
            out,
            "  begun then  ends on {}; where the calculator holds, on {}",
            term.end(on),
            term.due(on)
        )?;
    }
    writeln!(out, "  history")?;
    for dated in policy.history(at) {
        let mark = if dated == now { '>' } else { ' ' };
        writeln!(
            out,
            "  {mark} {:<12} {:<14} {} ({})",
            since(dated),
            dated.value.to_string(),
            dated.source,
            dated.set
        )?;
    }
    Ok(())
}

/// Exit code 1 when the sets differ, like `diff`.
fn diff(one: &Policy, other: &Policy, json: bool, out: &mut String) -> Result<ExitCode> {
    let mut rows = Vec::new();
    for (at, entry) in CATALOGUE.iter().enumerate() {
        let dates = one
            .history(at)
            .iter()
            .chain(other.history(at))
            .map(|dated| dated.from.unwrap_or(Date::MIN));
        let mut dates: Vec<Date> = dates.collect();
        dates.sort_unstable();
        dates.dedup();
        for (n, from) in dates.iter().enumerate() {
            let (a, b) = (one.in_force(at, *from), other.in_force(at, *from));
            if a.value == b.value {
                continue;
            }
            let until = dates.get(n + 1).map(|next| next.yesterday()).transpose()?;
            rows.push((entry, *from, until, a, b));
        }
    }
    if json {
        let rows: Vec<Json> = rows
            .iter()
            .map(|(entry, from, until, a, b)| {
                json!({
                    "rule": entry.code,
                    "title": entry.title,
                    "from": (*from != Date::MIN).then(|| from.to_string()),
                    "until": until.map(|day| day.to_string()),
                    one.name(): a.value.to_string(),
                    other.name(): b.value.to_string(),
                })
            })
            .collect();
        writeln!(out, "{}", serde_json::to_string_pretty(&rows)?)?;
    } else {
        writeln!(out, "- {}: {}\n+ {}: {}", one.name(), one.title(), other.name(), other.title())?;
        for (entry, from, until, a, b) in &rows {
            let from = if *from == Date::MIN { "ever".to_owned() } else { from.to_string() };
            let until = until.map_or(String::new(), |day| format!(" until {day}"));
            writeln!(out, "\n{}  {}\n  since {from}{until}", entry.code, entry.title)?;
            writeln!(
                out,
                "  - {:<14} {}\n  + {:<14} {}",
                a.value.to_string(),
                a.source,
                b.value.to_string(),
                b.source
            )?;
        }
        writeln!(out, "\n{} differences", rows.len())?;
    }
    Ok(if rows.is_empty() { ExitCode::Done } else { ExitCode::Failed })
}

fn since(dated: &Dated) -> String {
    dated.from.map_or_else(|| "ever".to_owned(), |from| from.to_string())
}

fn as_json(at: usize, dated: &Dated) -> Json {
    json!({
        "rule": CATALOGUE[at].code,
        "title": CATALOGUE[at].title,
        "value": dated.value.to_string(),
        "since": dated.from.map(|from| from.to_string()),
        "source": dated.source,
        "verified": dated.verified,
        "set": dated.set,
    })
}
