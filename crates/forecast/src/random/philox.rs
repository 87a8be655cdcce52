//! Philox4x32-10: Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3" (SC 2011),
//! the Random123 library. A bijection of a 128-bit counter under a 64-bit key; passes BigCrush.

const MULTIPLIER: [u32; 2] = [0xD251_1F53, 0xCD9E_8D57];
const WEYL: [u32; 2] = [0x9E37_79B9, 0xBB67_AE85];
const ROUNDS: usize = 10;

fn round([c0, c1, c2, c3]: [u32; 4], key: [u32; 2]) -> [u32; 4] {
    let a = u64::from(MULTIPLIER[0]) * u64::from(c0);
    let b = u64::from(MULTIPLIER[1]) * u64::from(c2);
    [(b >> 32) as u32 ^ c1 ^ key[0], b as u32, (a >> 32) as u32 ^ c3 ^ key[1], a as u32]
}

/// The four numbers of a counter.
pub(super) fn block(mut key: [u32; 2], mut counter: [u32; 4]) -> [u32; 4] {
    for _ in 0..ROUNDS {
        counter = round(counter, key);
        key = [key[0].wrapping_add(WEYL[0]), key[1].wrapping_add(WEYL[1])];
    }
    counter
}

/// The numbers of this counter and the three that follow it in the first word, one block after the other.
pub(super) fn four(mut key: [u32; 2], [index, c1, c2, c3]: [u32; 4]) -> [u32; 16] {
    let mut blocks = [0, 1, 2, 3].map(|ahead| [index.wrapping_add(ahead), c1, c2, c3]);
    for _ in 0..ROUNDS {
        for block in &mut blocks {
            *block = round(*block, key);
        }
        key = [key[0].wrapping_add(WEYL[0]), key[1].wrapping_add(WEYL[1])];
    }
    let mut numbers = [0; 16];
    for (to, from) in numbers.chunks_exact_mut(4).zip(&blocks) {
        to.copy_from_slice(from);
    }
    numbers
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The file `kat_vectors` of Random123.
    #[test]
    fn known_answers_of_random123() {
        let zero = [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8];
        assert_eq!(block([0; 2], [0; 4]), zero);
        let ones = [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd];
        assert_eq!(block([u32::MAX; 2], [u32::MAX; 4]), ones);
        let pi =
            block([0xa409_3822, 0x299f_31d0], [0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344]);
        assert_eq!(pi, [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1]);
    }

    #[test]
    fn four_blocks_are_four_times_one_block() {
        let key = [7, 11];
        let numbers = four(key, [u32::MAX - 1, 1, 2, 3]);
        for (at, part) in numbers.chunks_exact(4).enumerate() {
            let index = (u32::MAX - 1).wrapping_add(at as u32);
            assert_eq!(part, block(key, [index, 1, 2, 3]));
        }
    }
}
