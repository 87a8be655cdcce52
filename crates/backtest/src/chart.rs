//! Charts as SVG text: a fan with its history, calibration, and skill by horizon.

use std::fmt::Display;
use std::ops::Range;

use forecast::Month;
use forecast::inflow::{History, Paths};
use forecast::quantile::type7;
use plotters::prelude::*;

use crate::{Error, Score, Set, Skill, Target};

/// Size of a chart in pixels.
const SIZE: (u32, u32) = (960, 480);
/// Intervals of the fan, widest first, with the lightness of their colour.
const BANDS: [(f64, f64); 3] = [(0.95, 0.15), (0.8, 0.3), (0.5, 0.5)];
const BLUE: RGBColor = RGBColor(0, 70, 140);
const COLOURS: [RGBColor; 4] =
    [BLUE, RGBColor(200, 80, 0), RGBColor(0, 130, 90), RGBColor(130, 60, 160)];

fn wrong(error: impl Display) -> Error {
    Error::Data(format!("chart cannot be drawn: {error}"))
}

/// A chart on axes with a title; `draw` adds to it.
fn draw(
    title: &str,
    x: Range<f64>,
    y: Range<f64>,
    label: &dyn Fn(&f64) -> String,
    add: impl FnOnce(&mut Chart<'_, '_>) -> Result<(), Error>,
) -> Result<String, Error> {
    let mut svg = String::new();
    {
        let area = SVGBackend::with_string(&mut svg, SIZE).into_drawing_area();
        area.fill(&WHITE).map_err(wrong)?;
        let mut chart = ChartBuilder::on(&area)
            .caption(title, ("sans-serif", 20))
            .margin(12)
            .x_label_area_size(32)
            .y_label_area_size(64)
            .build_cartesian_2d(x, y)
            .map_err(wrong)?;
        chart
            .configure_mesh()
            .light_line_style(WHITE)
            .x_label_formatter(label)
            .draw()
            .map_err(wrong)?;
        add(&mut chart)?;
        chart
            .configure_series_labels()
            .position(SeriesLabelPosition::UpperLeft)
            .background_style(WHITE.mix(0.8))
            .draw()
            .map_err(wrong)?;
        area.present().map_err(wrong)?;
    }
    Ok(svg)
}

type Chart<'a, 'b> = ChartContext<
    'a,
    SVGBackend<'b>,
    Cartesian2d<plotters::coord::types::RangedCoordf64, plotters::coord::types::RangedCoordf64>,
>;

fn line(
    chart: &mut Chart<'_, '_>,
    points: Vec<(f64, f64)>,
    colour: RGBColor,
    name: &str,
) -> Result<(), Error> {
    chart
        .draw_series(LineSeries::new(points, colour.stroke_width(2)))
        .map_err(wrong)?
        .label(name)
        .legend(move |(x, y)| PathElement::new([(x, y), (x + 18, y)], colour.stroke_width(2)));
    Ok(())
}

/// A fan: months of the history as they were, then the median and the 50, 80 and 95 % intervals of each month.
/// Each month has its own quantiles; a line through them is no path.
pub fn fan(title: &str, history: &History, paths: &Paths) -> Result<String, Error> {
    let from = history.from();
    let known = points(from, from, &history.totals());
    let mut quantiles: Vec<Vec<f64>> = (0..paths.months())
        .map(|month| paths.sums(month..month + 1, 0..paths.columns().len(), 0.0))
        .collect();
    for month in &mut quantiles {
        month.sort_unstable_by(f64::total_cmp);
    }
    let at = |level: f64| -> Vec<(f64, f64)> {
        let values: Vec<f64> = quantiles.iter().map(|month| type7(month, level)).collect();
        points(from, paths.from(), &values)
    };
    let highest = known.iter().chain(&at(0.975)).map(|point| point.1).fold(1.0, f64::max);
    let width = (history.months() + paths.months()) as f64;
    let label = |x: &f64| from.plus(x.round() as i32).to_string();
    draw(title, 0.0..width, 0.0..highest * 1.05, &label, |chart| {
        for (mass, shade) in BANDS {
            let mut edge = at((1.0 - mass) / 2.0);
            edge.extend(at(f64::midpoint(1.0, mass)).into_iter().rev());
            chart.draw_series([Polygon::new(edge, BLUE.mix(shade))]).map_err(wrong)?;
        }
        line(chart, known.clone(), BLACK, "realised")?;
        line(chart, at(0.5), BLUE, "median, with 50, 80 and 95 % intervals")
    })
}

fn points(origin: Month, from: Month, values: &[f64]) -> Vec<(f64, f64)> {
    let start = origin.until(from);
    (start..).zip(values).map(|(x, y)| (f64::from(x), *y)).collect()
}

/// Calibration: how often the outcome lay below each level, per set, against how often it should.
pub fn calibration(
    title: &str,
    scores: &[Score],
    target: Target,
    model: &str,
) -> Result<String, Error> {
    draw(title, 0.0..1.0, 0.0..1.0, &|x| format!("{x:.1}"), |chart| {
        line(chart, vec![(0.0, 0.0), (1.0, 1.0)], RGBColor(150, 150, 150), "as promised")?;
        for (set, colour) in Set::ALL.into_iter().zip(COLOURS) {
            let here = |one: &&Score| one.set == set && one.target == target && one.model == model;
            let pits: Vec<f64> = scores.iter().filter(here).map(|one| one.pit).collect();
            if pits.is_empty() {
                continue;
            }
            let below = |level: f64| {
                pits.iter().filter(|pit| **pit <= level).count() as f64 / pits.len() as f64
            };
            let steps = (0..=20).map(|step| f64::from(step) / 20.0);
            line(chart, steps.map(|level| (level, below(level))).collect(), colour, set.name())?;
        }
        Ok(())
    })
}

/// Skill by horizon: WIS relative to the seasonal naive model one month, 12 months and 24 months ahead. Below 1 is
/// better.
pub fn horizons(title: &str, skills: &[Skill], set: Set, models: &[&str]) -> Result<String, Error> {
    let targets = [Target::NextMonth, Target::Next12, Target::Months13To24];
    let names = ["next month", "next 12 months", "months 13-24"];
    let value = |model: &str, target: Target| {
        let here =
            |one: &&Skill| one.set == set && one.target == target.code() && one.model == model;
        skills.iter().find(here).map(|one| one.relative_wis)
    };
    let label = |x: &f64| {
        let whole = (x - x.round()).abs() < 1e-6;
        names
            .get(x.round().max(0.0) as usize)
            .filter(|_| whole)
            .map_or(String::new(), |name| (*name).to_owned())
    };
    draw(title, -0.2..2.4, 0.0..1.4, &label, |chart| {
        for (model, colour) in models.iter().zip(COLOURS.into_iter().cycle()) {
            let points = (0_i32..).zip(targets);
            let points =
                points.filter_map(|(x, target)| Some((f64::from(x), value(model, target)?)));
            line(chart, points.collect(), colour, model)?;
        }
        Ok(())
    })
}
