//! The worked example of the domain and conservation on every path.

use proptest::prelude::*;
use rand::SeedableRng as _;
use rand_chacha::ChaCha8Rng;

use super::*;

/// Places at the norm of the worked example, which is 95 % and does not round to hundreds.
fn capacity(occupancy: i64) -> i64 {
    (occupancy * 100 + 94) / 95
}

#[test]
fn the_worked_example_holds() {
    let rates = Rates {
        transfer: 0.15,
        withdrawal: 0.01,
        decisions: 1_800,
        grant: 0.56,
        in_reception: 1.0,
        granted_in_reception: 1.0,
        rejected_exit: 1.0,
        homes: 1_500,
        ..Rates::default()
    };
    let mut state =
        State { pending: 10_000, status_holders: 16_000, rejected: 1_500, ..State::default() };
    // First, transfers, withdrawn, decisions, grants, rejections, W, housed, S, R, O, capacity.
    let table = [
        [2_000, 300, 100, 1_800, 1_008, 792, 9_800, 1_500, 15_508, 792, 26_100, 27_474],
        [2_000, 300, 98, 1_800, 1_008, 792, 9_602, 1_500, 15_016, 792, 25_410, 26_748],
        [2_400, 360, 96, 1_800, 1_008, 792, 9_746, 1_500, 14_524, 792, 25_062, 26_382],
    ];
    for row in table {
        let inflow = Inflow { first: row[0], nareis: 700, ..Inflow::default() };
        let moves = step(&state, &rates, &inflow, &mut Rounded);
        state = state.after(&moves);
        let occupancy = state.occupancy(rates.in_reception);
        assert_eq!(
            [
                moves.inflow.first,
                moves.transfers,
                moves.withdrawn,
                moves.decisions(),
                moves.grants,
                moves.rejections,
                state.pending,
                moves.housed,
                state.status_holders,
                state.rejected,
                occupancy,
                capacity(occupancy),
            ],
            row
        );
    }
}

#[test]
fn competing_exits_never_take_more_than_there_is() {
    assert_eq!(exits(100, [0.5, 0.25, 0.25], &mut Rounded), [50, 25, 25]);
    assert_eq!(exits(100, [0.8, 0.8, 0.8], &mut Rounded), [80, 20, 0]);
    assert_eq!(exits(0, [0.3, 0.3], &mut Rounded), [0, 0]);
}

fn a_state() -> impl Strategy<Value = State> {
    [0_i64..60_000, 0_i64..9_000, 0_i64..30_000, 0_i64..3_000, 0_i64..9_000, 0_i64..20_000]
        .prop_map(|[pending, appeals, status_holders, rejected, minors, return_cases]| State {
            pending,
            appeals,
            status_holders,
            rejected,
            minors,
            return_cases,
        })
}

fn some_rates() -> impl Strategy<Value = Rates> {
    (prop::array::uniform16(0.0_f64..=1.0), 0_i64..9_000, 0_i64..9_000, 0_i64..900).prop_map(
        |(p, decisions, homes, files_other)| Rates {
            transfer: p[0],
            withdrawal: p[1],
            decisions,
            grant: p[2],
            appeal: p[3],
            ruling: p[4],
            grounded: p[5],
            in_reception: p[6],
            granted_in_reception: p[7],
            minor: p[8],
            minor_exit: p[9],
            rejected_exit: p[10],
            homes,
            files_other,
            independent: p[11],
            forced: p[12],
            transferred: p[13],
            unsupervised: p[14],
            lawful: p[15],
        },
    )
}

/// What must hold after every month, written out apart from [`State::after`].
fn conserved(before: &State, moves: &Moves, after: &State) -> Result<(), TestCaseError> {
    let entered = moves.inflow.first + moves.inflow.repeat + moves.inflow.resettled;
    let left = moves.transfers + moves.withdrawn + moves.grants + moves.rejections;
    prop_assert_eq!(after.pending - before.pending, entered + moves.grounded - left);
    prop_assert_eq!(after.appeals - before.appeals, moves.appeals - moves.rulings);
    prop_assert_eq!(
        after.status_holders - before.status_holders,
        moves.granted_in_reception - moves.housed
    );
    // A rejection is appealed or final, a ruling grounded or final: none is lost or counted twice.
    prop_assert_eq!(
        moves.rejections + moves.rulings,
        moves.appeals + moves.grounded + moves.finals
    );
    let files = moves.finals + moves.transfers + moves.files_other;
    let closed =
        moves.independent + moves.forced + moves.transferred + moves.unsupervised + moves.lawful;
    prop_assert_eq!(after.return_cases - before.return_cases, files - closed);
    prop_assert_eq!(after.minors - before.minors, moves.minors_in - moves.minors_out);
    prop_assert_eq!(
        after.rejected - before.rejected,
        moves.finals_in_reception - moves.rejected_out
    );
    let stocks = [
        after.pending,
        after.appeals,
        after.status_holders,
        after.rejected,
        after.minors,
        after.return_cases,
    ];
    prop_assert!(stocks.iter().all(|stock| *stock >= 0), "negative stock: {:?}", after);
    Ok(())
}

proptest! {
    #[test]
    fn stocks_follow_from_flows_on_every_path(
        start in a_state(),
        rates in some_rates(),
        first in prop::collection::vec(0_i64..5_000, 1..8),
        seed in any::<u64>(),
    ) {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let mut drawn = start;
        let mut rounded = start;
        for first in first {
            let inflow = Inflow { first, repeat: first / 9, nareis: first / 2, resettled: first / 20 };
            let moves = step(&drawn, &rates, &inflow, &mut Sampled(&mut rng));
            conserved(&drawn, &moves, &drawn.after(&moves))?;
            drawn = drawn.after(&moves);
            let moves = step(&rounded, &rates, &inflow, &mut Rounded);
            conserved(&rounded, &moves, &rounded.after(&moves))?;
            rounded = rounded.after(&moves);
        }
    }
}
