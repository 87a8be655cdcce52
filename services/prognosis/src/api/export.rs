//! A forecast as a file: CSV, JSON or Parquet.

use std::sync::Arc;

use parquet::basic::{LogicalType, Repetition, Type as Physical};
use parquet::data_type::{ByteArray, ByteArrayType, Int64Type};
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::Type;
use tonic::Status;
use wire::prognosis as pb;

use super::{Answers, Api};

/// Bytes of a piece.
const PIECE_BYTES: usize = 256 * 1024;

/// Columns of numbers beside the quantiles.
const NUMBERS: [&str; 6] = ["minimum", "median", "medio", "maximum", "mean", "model_median"];

impl Api {
    pub(super) async fn export(
        &self,
        asked: pb::ExportForecastRequest,
    ) -> Result<Answers<pb::ExportForecastResponse>, Status> {
        let format = asked.format();
        let run = self.done(asked.forecast_id).await?;
        let estimates = self.estimates(run.forecast_id).await?;
        let bytes = match format {
            pb::FileFormat::Unspecified | pb::FileFormat::Csv => csv(&estimates),
            pb::FileFormat::Json => json(&estimates),
            pb::FileFormat::Parquet => {
                parquet(&estimates).map_err(|error| host::internal(&error))?
            }
        };
        let pieces: Vec<_> = bytes
            .chunks(PIECE_BYTES)
            .map(|piece| Ok(pb::ExportForecastResponse { data: piece.to_vec() }))
            .collect();
        Ok(Box::pin(futures::stream::iter(pieces)))
    }
}

/// Names of the columns of quantiles: `q0.01` to `q0.99`.
fn quantile_names() -> Vec<String> {
    forecast::score::LEVELS.iter().map(|level| format!("q{level}")).collect()
}

fn numbers(estimate: &pb::Estimate) -> Vec<i64> {
    let pb::Estimate { minimum, median, medio, maximum, mean, model_median, .. } = *estimate;
    let mut numbers = vec![minimum, median, medio, maximum, mean, model_median];
    numbers.extend(&estimate.quantiles);
    numbers
}

fn columns() -> Vec<String> {
    NUMBERS.iter().map(|name| (*name).to_owned()).chain(quantile_names()).collect()
}

fn csv(estimates: &[pb::Estimate]) -> Vec<u8> {
    // Quantities and periods hold no comma or quote: nothing to escape.
    let mut text = format!("quantity,period,{}\n", columns().join(","));
    for estimate in estimates {
        let numbers: Vec<String> = numbers(estimate).iter().map(i64::to_string).collect();
        let row = [estimate.quantity.as_str(), &estimate.period, &numbers.join(",")].join(",");
        text.push_str(&row);
        text.push('\n');
    }
    text.into_bytes()
}

fn json(estimates: &[pb::Estimate]) -> Vec<u8> {
    let names = columns();
    let rows: Vec<serde_json::Value> = estimates
        .iter()
        .map(|estimate| {
            let mut row = serde_json::Map::new();
            row.insert("quantity".to_owned(), estimate.quantity.clone().into());
            row.insert("period".to_owned(), estimate.period.clone().into());
            let numbers = numbers(estimate);
            row.extend(names.iter().cloned().zip(numbers.into_iter().map(Into::into)));
            row.into()
        })
        .collect();
    serde_json::Value::from(rows).to_string().into_bytes()
}

fn parquet(estimates: &[pb::Estimate]) -> Result<Vec<u8>, parquet::errors::ParquetError> {
    let text = |name: &str| {
        Type::primitive_type_builder(name, Physical::BYTE_ARRAY)
            .with_repetition(Repetition::REQUIRED)
            .with_logical_type(Some(LogicalType::String))
            .build()
            .map(Arc::new)
    };
    let number = |name: &String| {
        Type::primitive_type_builder(name, Physical::INT64)
            .with_repetition(Repetition::REQUIRED)
            .build()
            .map(Arc::new)
    };
    let mut fields = vec![text("quantity")?, text("period")?];
    fields.extend(columns().iter().map(number).collect::<Result<Vec<_>, _>>()?);
    let schema = Type::group_type_builder("forecast").with_fields(fields).build()?;
    let mut file = SerializedFileWriter::new(Vec::new(), Arc::new(schema), Arc::default())?;
    let mut rows = file.next_row_group()?;
    let texts: [Vec<ByteArray>; 2] = [
        estimates.iter().map(|one| one.quantity.as_str().into()).collect(),
        estimates.iter().map(|one| one.period.as_str().into()).collect(),
    ];
    for values in &texts {
        if let Some(mut column) = rows.next_column()? {
            column.typed::<ByteArrayType>().write_batch(values, None, None)?;
            column.close()?;
        }
    }
    let table: Vec<Vec<i64>> = estimates.iter().map(numbers).collect();
    for at in 0..columns().len() {
        // An old forecast may have been stored without quantiles.
        let values: Vec<i64> =
            table.iter().map(|row| row.get(at).copied().unwrap_or_default()).collect();
        if let Some(mut column) = rows.next_column()? {
            column.typed::<Int64Type>().write_batch(&values, None, None)?;
            column.close()?;
        }
    }
    rows.close()?;
    file.into_inner()
}

#[cfg(test)]
mod tests {
    use parquet::file::reader::{FileReader as _, SerializedFileReader};
    use parquet::record::RowAccessor as _;

    use super::*;

    fn estimates() -> Vec<pb::Estimate> {
        let quantiles: Vec<i64> = (1..=23).collect();
        let one = pb::Estimate {
            quantity: "inflow.total".into(),
            period: "2026".into(),
            minimum: 2,
            median: 12,
            medio: 15,
            maximum: 22,
            mean: 13,
            quantiles,
            model_median: 11,
            ..pb::Estimate::default()
        };
        vec![pb::Estimate { period: "2025".into(), ..one.clone() }, one]
    }

    #[test]
    fn the_three_forms_hold_the_same() {
        let csv = String::from_utf8(csv(&estimates())).unwrap();
        let lines: Vec<&str> = csv.lines().collect();
        assert_eq!(lines.len(), 3);
        assert!(lines[0].starts_with("quantity,period,minimum") && lines[0].ends_with("q0.99"));
        assert!(lines[2].starts_with("inflow.total,2026,2,12,15,22,13,11,1,2,3"));
        let json: serde_json::Value = serde_json::from_slice(&json(&estimates())).unwrap();
        assert_eq!((&json[1]["median"], &json[1]["q0.99"]), (&12.into(), &23.into()));
        let file = bytes::Bytes::from(parquet(&estimates()).unwrap());
        let reader = SerializedFileReader::new(file).unwrap();
        let row = reader.get_row_iter(None).unwrap().nth(1).unwrap().unwrap();
        assert_eq!(row.get_string(1).unwrap(), "2026");
        assert_eq!((row.get_long(3).unwrap(), row.get_long(30).unwrap()), (12, 23));
    }

    #[test]
    fn every_column_is_documented() {
        let page = include_str!("../../../../docs/files.md");
        let all = ["quantity", "period"].into_iter().map(str::to_owned).chain(columns());
        // One line stands for the 23 levels.
        for column in all.filter(|column| !column.starts_with('q') || column == "q0.01") {
            assert!(page.contains(&format!("| `{column}` |")), "{column} is not documented");
        }
    }
}
