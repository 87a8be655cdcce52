//! Scratch.
use forecast::random::*;
fn main() {
    let mut s = Streams::new(1, 2).open(Purpose::Warm(0), 0);
    for (mean, label) in [(450.0, "450"), (60.0, "60")] {
        let d = forecast::sim::Duration::gamma(3.0, mean);
        for size in [2048, 9130, 90_000] {
            let mut v = vec![0u32; size];
            let t = std::time::Instant::now();
            for i in 0..20_000_000usize {
                let day = d.draw(&mut s) as usize;
                let at = day * 5 + i % 5 + ((i >> 8) % 70) * 1000;
                if at < v.len() {
                    v[at] += 1;
                }
            }
            eprintln!(
                "table {label} v {size} {} {:.2} ns",
                v[77],
                t.elapsed().as_nanos() as f64 / 2e7
            );
            let t = std::time::Instant::now();
            let mut b = [0u32; 32];
            for j in 0..20_000_000usize / 32 {
                for x in &mut b {
                    *x = d.draw(&mut s);
                }
                for (i, x) in b.iter().enumerate() {
                    let day = *x as usize;
                    let at = day * 5 + i % 5 + ((j >> 3) % 70) * 1000;
                    if at < v.len() {
                        v[at] += 1;
                    }
                }
            }
            eprintln!(
                "table {label} v {size} {} {:.2} ns batched",
                v[77],
                t.elapsed().as_nanos() as f64 / 2e7
            );
        }
    }
}
