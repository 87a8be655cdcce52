//! A national batch, generated: 1,000 households, 342 municipalities, a task that is nearly all needed.
//!
//! Sizes of households, inhabitants (a long tail, like the real ones) and preferences are made up with a fixed seed;
//! nobody in it exists. Weights are those of linking: family 100, work 60, prospects 30, region 20, network 10.

use matching::{Coming, Part, Place, Unit};

/// Municipalities.
pub const PLACES: usize = 342;
/// Regions of work, of 9 or 10 municipalities each.
const REGIONS: usize = 35;
/// What one person without a place costs, in thousandths of a point.
const UNPLACED: i64 = 40_000;
/// How many households one of the sampled future stands for.
const WEIGHT: f64 = 0.5;

/// What a household asks for.
#[derive(Clone, Debug)]
pub struct Wish {
    family: Option<usize>,
    medical: Option<usize>,
    work: Option<usize>,
    prospects: usize,
    current: usize,
    network: Option<usize>,
    school: Option<usize>,
}

/// A batch and the rules of its pairs.
pub struct National {
    /// Households.
    pub units: Vec<Unit>,
    /// Municipalities.
    pub places: Vec<Place>,
    /// Households of a sampled future.
    pub future: Vec<Coming>,
    wishes: Vec<Wish>,
}

/// A small generator: good enough for shapes, the same everywhere.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.next() % n as u64).unwrap()
    }

    fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }
}

fn region(municipality: usize) -> usize {
    municipality % REGIONS
}

impl National {
    /// A batch of so many households and a future of so many more.
    pub fn new(households: usize, coming: usize, seed: u64) -> Self {
        Self::among(PLACES, households, coming, seed)
    }

    /// The same in a country of so many municipalities, at least as many as there are regions.
    pub fn among(number: usize, households: usize, coming: usize, seed: u64) -> Self {
        let mut dice = Dice(seed);
        // Inhabitants fall with the rank, as they do: the largest has some 5 % of all.
        let inhabitants: Vec<f64> = (0..number).map(|n| 1.0 / (n as f64 + 8.0)).collect();
        let cumulated: Vec<f64> = inhabitants
            .iter()
            .scan(0.0, |sum, one| {
                *sum += one;
                Some(*sum)
            })
            .collect();
        let total = cumulated[number - 1];
        // Wishes go to cities more than people do.
        let city = |dice: &mut Dice| {
            let at = dice.below(1_000_000) as f64 / 1e6;
            let at = at.powf(1.3) * total;
            cumulated.partition_point(|sum| *sum < at).min(number - 1)
        };
        let (mut units, mut wishes) = (Vec::new(), Vec::new());
        for n in 0..households + coming {
            let size = [1, 1, 1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 7, 8][dice.below(16)];
            let home = city(&mut dice);
            let near = |dice: &mut Dice| {
                (region(home) + REGIONS * dice.below(number.div_ceil(REGIONS) - 1)).min(number - 1)
            };
            wishes.push(Wish {
                family: dice.one_in(8).then(|| city(&mut dice)),
                medical: dice.one_in(30).then(|| dice.below(REGIONS)),
                work: dice.one_in(10).then(|| near(&mut dice)),
                prospects: region(city(&mut dice)),
                current: region(home),
                network: dice.one_in(3).then(|| city(&mut dice)),
                school: (size > 2 && dice.one_in(2)).then(|| near(&mut dice)),
            });
            let (id, rank) = (n as u128 + 1, dice.below(100) as i64);
            units.push(Unit { id, size, rank, unplaced: -UNPLACED * i64::from(size) });
        }
        let persons = |units: &[Unit]| f64::from(units.iter().map(|unit| unit.size).sum::<u32>());
        let persons = persons(&units[..households]) + WEIGHT * persons(&units[households..]);
        let capacity = |n: usize| (persons * 1.03 * inhabitants[n] / total).round();
        let places = (0..number)
            .map(|n| Place {
                id: n as u128 + 1,
                name: format!("municipality {}", n + 1),
                capacity: whole(capacity(n).max(1.0)),
                rank: 0,
                crowding: 0,
            })
            .collect();
        let future = units.split_off(households);
        let future = future.into_iter().map(|unit| Coming { unit, weight: WEIGHT }).collect();
        Self { units, places, future, wishes }
    }

    /// The rules of a pair: hard ones in the region, soft ones by weight.
    pub fn rate(
        &self,
        unit: usize,
        place: usize,
        parts: &mut Vec<Part>,
    ) -> Result<(), &'static str> {
        let (wish, here) = (&self.wishes[unit], region(place));
        match (wish.family, wish.medical, wish.work) {
            (Some(family), ..) if region(family) != here => return Err("family"),
            (None, Some(medical), _) if medical != here => return Err("medical need"),
            (None, None, Some(work)) if region(work) != here => return Err("work"),
            _ => {}
        }
        for (holds, name, points) in [
            (wish.family == Some(place), "family of the first degree lives there", 100_000),
            (wish.work == Some(place), "current work is there", 60_000),
            (wish.school == Some(place), "school goes on", 30_000),
            (wish.prospects == here, "prospects of work in the region", 30_000),
            (wish.current == here, "the household stays in the region", 20_000),
            (wish.network == Some(place), "a network is there", 10_000),
        ] {
            if holds {
                parts.push(Part { name, points });
            }
        }
        let apart = (here as i64 - wish.current as i64).abs().min(15);
        parts.push(Part { name: "distance", points: -1_000 * apart });
        Ok(())
    }
}

/// A number of places that has no fraction.
#[expect(clippy::cast_possible_truncation, reason = "of a float `as` saturates")]
fn whole(places: f64) -> u32 {
    places as u32
}
