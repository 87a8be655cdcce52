//! Published files and base ports, as people use them.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use crate::commands::{keten, text};

/// `keten up` on free ports; stopped when it is dropped.
struct Up {
    process: Child,
    port: String,
    folder: tempfile::TempDir,
}

impl Up {
    fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut process = Command::new(env!("CARGO_BIN_EXE_keten"))
            .args(["up", "--port", "0", "--simulation", "2026-03-01", "--data"])
            .arg(folder.path().join("data"))
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let said = BufReader::new(process.stdout.take().unwrap());
        let port = said
            .lines()
            .find_map(|line| line.unwrap().split_once("--port ").map(|(_, port)| port.to_owned()));
        let port = port.expect("the chain says how it is reached");
        Self { process, port, folder }
    }

    fn ask(&self, words: &[&str]) -> (Option<i32>, String, String) {
        let output = keten(&[words, &["--port", &self.port]].concat());
        let errors = String::from_utf8_lossy(&output.stderr).into_owned();
        (output.status.code(), text(&output), errors)
    }

    fn import(&self, content: &[u8], words: &[&str]) -> (Option<i32>, String, String) {
        let path = self.folder.path().join("series.txt");
        std::fs::write(&path, content).unwrap();
        let file = path.display().to_string();
        let usual = ["series", "import", &file, "--source", "a test", "--published", "2026-02-01"];
        self.ask(&[&usual, words].concat())
    }
}

impl Drop for Up {
    fn drop(&mut self) {
        // It may have ended already; then there is nothing to kill.
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

const TIDY: &str = "period,quantity,group,value,qualifier,published_on\n";

#[test]
fn a_published_file_is_taken_in_rightly_or_refused_by_its_name() {
    let up = Up::start();
    let tidy = ["--format", "tidy"];
    let file = up.folder.path().join("series.txt").display().to_string();
    let long = format!("2025-01,z,{},1,rounded,\n", "x".repeat(70_000));
    for (rows, place, rule) in [
        ("2025-01,inflow.first,TOTAL,1.234,published,\n", ":2: column value", "no whole number"),
        ("2025-01,z,TOTAL,50.000,published,\n", ":2: column value", "no whole number"),
        ("\r\n2025-03,inflow.first,TOTAL,-5,published,\n", ":3: column value", "negative"),
        ("2025-01,z,TOTAL,20000000000000,published,\n", ":2: column value", "does not fit"),
        ("2025-01,inflow.first,TOTAL,99999999,published,\n", ":2:value", "the population"),
        ("2027-01,z,TOTAL,5,published,2020-01-01\n", ":2: column published_on", "before 2027-01"),
        ("2026-03,z,TOTAL,5,published,\n", ":2:period", "before it began"),
        ("2026-01,z,TOTAL,5,published,2026-04-01\n", "", "DATE_IN_FUTURE"),
        ("2025-W53,z,TOTAL,5,published,\n", ":2: column period", "no such week"),
        ("2025-01,z,\"SY\u{1b}[31mR\",1,rounded,\n", ":2: column group", "U+001B"),
        (&long, ":2: column group", "70000 characters"),
    ] {
        let (code, _, told) = up.import(format!("{TIDY}{rows}").as_bytes(), &tidy);
        assert_eq!(code, Some(1), "{told}");
        assert!(told.contains(&format!("{file}{place}")) && told.contains(rule), "{told}");
        assert!(told.len() < 600, "{told}");
    }
    for (bytes, rule) in [(&[0x1f, 0x8b, 8][..], "gzip"), (b"T\xfcrkiye", "UTF-8")] {
        let (code, _, told) = up.import(bytes, &tidy);
        assert!(code == Some(1) && told.contains(&file) && told.contains(rule), "{told}");
    }

    let slip = format!("\u{feff}{TIDY}2025-01*,inflow.frist,Total,1,rounded,\n");
    let dry = ["--format", "tidy", "--dry-run"];
    let (code, said, warned) = up.import(slip.as_bytes(), &dry);
    assert_eq!(code, Some(0), "{warned}");
    assert!(said.contains("1 values would be taken in") && said.contains("provisional"), "{said}");
    assert!(warned.contains("is inflow.first meant?"), "{warned}");
    let (_, list, _) = up.ask(&["series", "list"]);
    assert!(list.contains("no value was imported"), "{list}");

    let tsv = "freq,asyl_app,geo\\TIME_PERIOD\t2020-01 \t2020-02 \t2020-03 \t2020-04 \n\
        M,FRST,NL\t10i\t: \t12 p\t13 \nM,ASY_APP,NL\t: c\t: \t: u\t1.5 \n";
    // Other measures may be larger than a message, and count nowhere.
    let other = "M,ASY_APP,NL\t1 \t2 \t3 \t4 \n".repeat(150_000);
    let of = [
        "--format",
        "eurostat-tsv",
        "--quantity",
        "inflow.first",
        "--measure-dimension",
        "asyl_app",
        "--measure",
        "FRST",
        "--group-dimension",
        "geo",
    ];
    let (code, said, told) = up.import(format!("{tsv}{other}").as_bytes(), &of);
    assert_eq!(code, Some(0), "{told}");
    assert!(said.contains("3 values taken in, 0 known, 1 withheld"), "{said}");
    let (_, list, _) = up.ask(&["series", "list", "--quantity", "inflow.first"]);
    assert!(list.contains("estimated") && list.contains("provisional"), "{list}");
}

#[test]
fn a_base_port_is_all_that_a_command_needs() {
    let up = Up::start();
    let (code, said, _) = up.ask(&["doctor"]);
    assert!(said.ends_with("(--all shows them)\n") && code == Some(0), "{said}");
    let (_, all, _) = up.ask(&["doctor", "--all"]);
    assert!(all.contains("ok       prognosis"), "{all}");
    let (_, list, _) = up.ask(&["judgement", "list"]);
    assert!(list.contains("0.54 share (standard)") && list.contains("estimated ("), "{list}");
    let (_, scores, _) = up.ask(&["scores"]);
    assert!(scores.contains("no estimate has an outcome yet"), "{scores}");
}

#[test]
fn a_forecast_from_files_says_what_it_counts() {
    let data = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data");
    if !Path::new(data).exists() {
        println!("SKIPPED: the published series are not beside the project");
        return;
    }
    let words = ["forecast", "--files", data, "--cut-off", "2025-09-01", "--horizon", "2026-12-31"];
    let more = ["--replications", "100", "--measure", "pact.inflow"];
    let said = text(&keten(&[&words[..], &more].concat()));
    assert!(said.contains("measures on:      pact.inflow (this forecast only)"), "{said}");
    let row = |name: &str| said.lines().position(|line| line.contains(name)).unwrap();
    let line = said.lines().nth(row(" coa.occupancy ")).unwrap();
    assert!(line.contains("residents in all") && line.contains("persons, at its end"), "{line}");
    assert!(
        row(" inflow.total ") < row(" ind.pending ") && row(" ind.pending ") < row(" coa.inflow ")
    );
    assert!(!said.contains("  -  "), "every quantity is known in words");
    let unknown = said.lines().skip_while(|line| !line.contains("---")).skip(1);
    assert!(unknown.into_iter().all(|line| line.contains(", ")), "{said}");
}
