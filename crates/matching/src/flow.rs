//! The linear relaxation, solved exactly: persons of one household may live in several places.
//!
//! Split that way, a batch is a transportation problem. Households come in one after another; each takes the cheapest path:
//! to a place, where somebody moves on to the next place, until there is room. "Nowhere" is a place too, with room for all.
//! The price of a place is then what it costs to move one person of those who are there on to where there is room.

use crate::model::{Model, REFUSED};

/// Scores per person are multiplied by this, so that sizes up to eight divide them.
const FINE: i64 = 840;
/// No edge, or no label yet.
const FAR: i64 = i64::MAX / 4;
const NOBODY: u32 = u32::MAX;

/// The solved relaxation.
pub(crate) struct Flow {
    /// Price per person of each place, in thousandths of a point.
    pub(crate) prices: Vec<i64>,
    /// Where each unit is whole; `None` where it is split or nowhere.
    pub(crate) whole: Vec<Option<usize>>,
}

/// Solves the relaxation; loads are counted in `1 / grain` persons, for weights that are no whole numbers.
pub(crate) fn relax(model: &Model, grain: i64) -> Flow {
    let mut net = Net::new(model, grain);
    for unit in 0..model.units() {
        let persons = model.weights[unit] * model.sizes[unit] as f64 * grain as f64;
        let mut left = nearest(persons).max(1);
        while left > 0 {
            left -= net.push(unit, left);
        }
    }
    let mut whole = vec![None; model.units()];
    for (place, there) in net.there[..model.places()].iter().enumerate() {
        for (unit, persons) in there {
            let all = model.sizes[*unit as usize] * grain;
            if *persons == all {
                whole[*unit as usize] = Some(place);
            }
        }
    }
    Flow { prices: net.prices(), whole }
}

/// The nearest whole number. So many persons in parts of one are far below what 64 bits hold.
#[expect(clippy::cast_possible_truncation, reason = "of a float `as` saturates")]
fn nearest(persons: f64) -> i64 {
    persons.round() as i64
}

struct Net<'a> {
    model: &'a Model,
    grain: i64,
    /// Places and nowhere.
    nodes: usize,
    /// Score per person of each pair; `-FAR` where it is refused.
    worth: Vec<i64>,
    /// Who is in each node, with how much.
    there: Vec<Vec<(u32, i64)>>,
    load: Vec<i64>,
    /// Cheapest move from node to node, and who makes it.
    edge: Vec<i64>,
    mover: Vec<u32>,
    /// Potentials of the nodes and of the end; they keep reduced costs at zero or above.
    height: Vec<i64>,
    end: i64,
    label: Vec<i64>,
    from: Vec<usize>,
    done: Vec<bool>,
}

impl<'a> Net<'a> {
    fn new(model: &'a Model, grain: i64) -> Self {
        let nodes = model.places() + 1;
        let mut worth = Vec::with_capacity(model.units() * nodes);
        for unit in 0..model.units() {
            let each = |value: i64| value * FINE / model.sizes[unit];
            let value = |value: &i32| if *value == REFUSED { -FAR } else { each((*value).into()) };
            worth.extend(model.row(unit).iter().map(value));
            worth.push(each(model.unplaced[unit]));
        }
        Self {
            model,
            grain,
            nodes,
            worth,
            there: vec![Vec::new(); nodes],
            load: vec![0; nodes],
            edge: vec![FAR; nodes * nodes],
            mover: vec![NOBODY; nodes * nodes],
            height: vec![0; nodes],
            end: 0,
            label: vec![FAR; nodes],
            from: vec![usize::MAX; nodes],
            done: vec![false; nodes],
        }
    }

    fn of(&self, unit: u32) -> &[i64] {
        &self.worth[unit as usize * self.nodes..][..self.nodes]
    }

    /// Room at a node before the cost of its load changes, and that cost per person; `None` when it is full.
    fn room(&self, node: usize) -> Option<(i64, i64)> {
        if node == self.model.places() {
            return Some((FAR, 0));
        }
        let left = self.model.capacity[node] * self.grain - self.load[node];
        let crowding = self.model.crowding[node];
        if left <= 0 {
            return None;
        }
        if crowding == 0 {
            return Some((left, 0));
        }
        let persons = self.load[node] / self.grain;
        let step = (persons + 1) * self.grain - self.load[node];
        Some((step.min(left), persons * crowding * FINE))
    }

    /// Brings in at most `left` of a unit over the cheapest path; how much came in.
    fn push(&mut self, unit: usize, left: i64) -> i64 {
        let mut last = self.shortest(unit);
        let mut path = vec![last];
        let mut amount = self.room(last).map_or(left, |(room, _)| room.min(left));
        while self.from[last] != usize::MAX {
            let before = self.from[last];
            let mover = self.mover[before * self.nodes + last];
            let has = self.there[before].iter().find(|(unit, _)| *unit == mover);
            amount = amount.min(has.map_or(amount, |(_, persons)| *persons));
            path.push(before);
            last = before;
        }
        // From the far end on: each mover leaves one node for the next.
        self.load[path[0]] += amount;
        for pair in path.windows(2) {
            let (to, here) = (pair[0], pair[1]);
            let mover = self.mover[here * self.nodes + to];
            self.leave(mover, here, amount);
            self.come(mover, to, amount);
        }
        let unit = u32::try_from(unit).expect("a batch has fewer households than 2^32");
        self.come(unit, last, amount);
        amount
    }

    /// Labels nodes by the cost of coming there; the node where the cheapest path ends.
    fn shortest(&mut self, unit: usize) -> usize {
        let nodes = self.nodes;
        for node in 0..nodes {
            let worth = self.worth[unit * nodes + node];
            self.label[node] = if worth == -FAR { FAR } else { -worth - self.height[node] };
            self.from[node] = usize::MAX;
            self.done[node] = false;
        }
        let (mut nearest, mut last) = (FAR, self.model.places());
        loop {
            let open = (0..nodes).filter(|node| !self.done[*node] && self.label[*node] < nearest);
            let Some(here) = open.min_by_key(|node| self.label[*node]) else { break };
            self.done[here] = true;
            let label = self.label[here];
            if let Some((_, cost)) = self.room(here) {
                let ends = label + cost + self.height[here] - self.end;
                if ends < nearest {
                    (nearest, last) = (ends, here);
                }
            }
            let edges = &self.edge[here * nodes..][..nodes];
            for (node, edge) in edges.iter().enumerate() {
                if *edge < FAR && !self.done[node] {
                    let next = label + edge + self.height[here] - self.height[node];
                    if next < self.label[node] {
                        self.label[node] = next;
                        self.from[node] = here;
                    }
                }
            }
        }
        for node in 0..nodes {
            self.height[node] += self.label[node].min(nearest);
        }
        self.end += nearest;
        last
    }

    fn come(&mut self, unit: u32, node: usize, amount: i64) {
        if let Some(found) = self.there[node].iter_mut().find(|(other, _)| *other == unit) {
            found.1 += amount;
            return;
        }
        self.there[node].push((unit, amount));
        let worth = &self.worth[unit as usize * self.nodes..][..self.nodes];
        let here = worth[node];
        let edges = &mut self.edge[node * self.nodes..][..self.nodes];
        let movers = &mut self.mover[node * self.nodes..][..self.nodes];
        for ((edge, mover), there) in edges.iter_mut().zip(movers).zip(worth) {
            let cost = here - there;
            if *there != -FAR && cost < *edge {
                (*edge, *mover) = (cost, unit);
            }
        }
    }

    fn leave(&mut self, unit: u32, node: usize, amount: i64) {
        let Some(at) = self.there[node].iter().position(|(other, _)| *other == unit) else {
            return;
        };
        self.there[node][at].1 -= amount;
        if self.there[node][at].1 > 0 {
            return;
        }
        self.there[node].swap_remove(at);
        for to in 0..self.nodes {
            if self.mover[node * self.nodes + to] != unit {
                continue;
            }
            let cost = |other: u32| {
                let worth = self.of(other);
                if worth[to] == -FAR { FAR } else { worth[node] - worth[to] }
            };
            let all = self.there[node].iter().map(|(other, _)| (cost(*other), *other));
            let (edge, mover) = all.min().unwrap_or((FAR, NOBODY));
            self.edge[node * self.nodes + to] = edge;
            self.mover[node * self.nodes + to] = mover;
        }
    }

    /// The cost of moving one person on from each place to where there is room.
    fn prices(&self) -> Vec<i64> {
        let mut cost: Vec<i64> =
            (0..self.nodes).map(|node| self.room(node).map_or(FAR, |(_, cost)| cost)).collect();
        for _ in 0..self.nodes {
            let mut changed = false;
            for node in 0..self.nodes {
                let edges = &self.edge[node * self.nodes..][..self.nodes];
                let on = edges.iter().zip(&cost).map(|(edge, cost)| edge + cost).min();
                if let Some(on) = on.filter(|on| *on < cost[node]) {
                    cost[node] = on;
                    changed = true;
                }
            }
            if !changed {
                break;
            }
        }
        cost.truncate(self.model.places());
        // A place without room from which nobody can move has nobody in it: it takes nobody, at any price.
        let fine = |cost: i64| if cost >= FAR { 0 } else { cost.max(0) };
        cost.into_iter().map(|cost| (fine(cost) + FINE / 2) / FINE).collect()
    }
}
