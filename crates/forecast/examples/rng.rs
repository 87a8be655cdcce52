//! Scratch.
use forecast::random::*;
fn main() {
    let mut s = Streams::new(1, 2).open(Purpose::Warm(0), 0);
    for _ in 0..3 {
        let t = std::time::Instant::now();
        let mut x = 0u32;
        for _ in 0..100_000_000 {
            x ^= s.bits();
        }
        eprintln!("{x} bits {:.2} ns", t.elapsed().as_nanos() as f64 / 1e8);
        let d = forecast::sim::Duration::gamma(3.0, 450.0);
        let t = std::time::Instant::now();
        for _ in 0..50_000_000 {
            x ^= d.draw(&mut s);
        }
        eprintln!("{x} alias {} {:.2} ns", d.longest(), t.elapsed().as_nanos() as f64 / 5e7);
        let mut v = vec![0u32; 1826 * 5];
        let t = std::time::Instant::now();
        for i in 0..50_000_000usize {
            let day = d.draw(&mut s);
            if let Some(c) = v.get_mut(day as usize * 5 + i % 5) {
                *c += 1;
            }
        }
        eprintln!("{} alias+inc {:.2} ns", v[77], t.elapsed().as_nanos() as f64 / 5e7);
        let t = std::time::Instant::now();
        let mut n = 0;
        for _ in 0..5_000_000 {
            n += s.binomial(100, 0.02);
        }
        eprintln!("{n} binomial inv {:.2} ns", t.elapsed().as_nanos() as f64 / 5e6);
        let t = std::time::Instant::now();
        for _ in 0..5_000_000 {
            n += s.binomial(1000, 0.2);
        }
        eprintln!("{n} binomial rej {:.2} ns", t.elapsed().as_nanos() as f64 / 5e6);
        let t = std::time::Instant::now();
        for i in 0..5_000_000 {
            n ^= Streams::new(1, 2).open(Purpose::Warm(0), i).bits();
        }
        eprintln!("{n} open+1 {:.2} ns", t.elapsed().as_nanos() as f64 / 5e6);
    }
}
