//! Scratch.
use forecast::sim::reference::{ketenref1, wide};
use forecast::sim::{Engine, run};
fn main() {
    let args: Vec<String> = std::env::args().collect();
    let n: u32 = args[2].parse().unwrap();
    let engine = match args[1].as_str() {
        "c" => Engine::Counters,
        "p" => Engine::Persons,
        _ => Engine::Months,
    };
    let t: usize = args[3].parse().unwrap();
    rayon::ThreadPoolBuilder::new().num_threads(t).build_global().unwrap();
    let start = std::time::Instant::now();
    if args.len() > 4 {
        let m = wide(64);
        let runs = run(&m, engine, 1, 0..n, |_, _| ()).unwrap();
        for c in runs.columns() {
            let at = runs.column(c).unwrap();
            println!(
                "{c:30} {:10.0} {:10.0} {:10.0}",
                runs.mean(0, at),
                runs.mean(30, at),
                runs.mean(63, at)
            );
        }
    } else {
        let r = ketenref1(0.09);
        let runs = r.run(engine, 1, 0..n).unwrap();
        for c in runs.columns() {
            let at = runs.column(c).unwrap();
            let sum: f64 = (0..60).map(|m| runs.mean(m, at)).sum();
            println!(
                "{c:30} {:10.0} {:10.0} {:10.0} sum {sum:10.0}",
                runs.mean(11, at),
                runs.mean(35, at),
                runs.mean(59, at)
            );
        }
    }
    eprintln!("{:?}", start.elapsed());
}
