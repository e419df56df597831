//! Records of scorecards by their ranks.

use super::order::{named, rank};
use super::{Ranked, Ranking, RankingKey, RankingOf, Unranked};
use crate::diag::{Message, ranking as say};
use crate::engine::{Batch, RecordView};
use crate::explain::decision::{DataFault, Decision, NamedValue, Status};
use crate::model::{Block, BlockId, RankedBy};
use crate::value::{Month, Type, Unit, Value};
use std::sync::Arc;

/// Rankings of the scorecards of a batch; of snapshots those of the latest month.
pub(super) fn of_batch(batch: &Batch) -> Vec<Ranking> {
    let model = batch.rules().model();
    let blocks = batch.blocks().into_iter().map(|id| (id, &model.blocks[id]));
    let ranked: Vec<(BlockId, &Block)> =
        blocks.filter(|(_, block)| !block.ranking().is_empty()).collect();
    ranked.into_iter().map(|(id, block)| of_block(batch, id, block)).collect()
}

/// A record before it is known who is ranked.
enum Found {
    Ranked(Ranked),
    Unranked(Unranked),
}

fn of_block(batch: &Batch, id: BlockId, block: &Block) -> Ranking {
    let keys = block.ranking().iter().map(|key| RankingKey {
        name: Arc::from(key.name.text.as_str()),
        title: None,
        ascending: key.ascending,
    });
    let keys: Vec<RankingKey> = keys.collect();
    let month = batch.set().months().last().copied().filter(|_| batch.is_monthly());
    let mut found: Vec<Found> = Vec::new();
    batch.each(0..batch.records(), |record| {
        let own = batch.set().as_of.own_month(record.place());
        if month.is_none() || own == month {
            found.extend(of_record(record, id, block));
        }
    });
    let (mut candidates, mut unranked) = (Vec::new(), Vec::new());
    for one in found {
        match one {
            Found::Ranked(one) => candidates.push(one),
            Found::Unranked(one) => unranked.push(one),
        }
    }
    Ranking {
        block: Arc::from(block.name.text.as_str()),
        title: block.title.as_deref().map(Arc::from),
        of: RankingOf::Records,
        record_type: Arc::from(batch.rules().model().records[block.record].name.text.as_str()),
        by: None,
        pack: Arc::from(batch.rules().name()),
        month: month.and_then(Month::last_day),
        ranked: rank(&keys, candidates),
        keys,
        unranked,
    }
}

/// A record with what it is ranked by; nothing of one that the block does not apply to.
fn of_record(record: &RecordView<'_, '_>, id: BlockId, block: &Block) -> Option<Found> {
    let decision = record.decision(id)?;
    let (reader, total) = (record.reader(), decision.points.clone());
    let status = decision.status;
    if status == Status::NotApplicable {
        return None;
    }
    let values = block.ranking().iter().map(|key| {
        let (value, ty) = match key.by {
            RankedBy::Total => {
                (total.clone().map_or(Value::Missing, Value::Num), Type::Number(Unit::Points))
            }
            RankedBy::Field(field) => (reader.field(field), reader.record.fields[field].ty),
            RankedBy::Derived(derived) => (
                reader.derived_value(derived).unwrap_or(Value::Missing),
                reader.record.derived[derived].ty,
            ),
        };
        named(&key.name.text, value, ty)
    });
    let values: Vec<NamedValue> = values.collect();
    let lacking = values.iter().filter(|one| one.datum.value == Value::Missing);
    let lacking: Vec<Arc<str>> = lacking.map(|one| Arc::clone(&one.name)).collect();
    if status != Status::Decided || !lacking.is_empty() {
        return Some(Found::Unranked(Unranked {
            name: Arc::from(record.key()),
            shown: reader.shown(),
            status,
            why: why(&decision, &lacking),
        }));
    }
    Some(Found::Ranked(Ranked {
        rank: 0,
        tied: false,
        name: Arc::from(record.key()),
        shown: reader.shown(),
        result: decision.verdict.clone(),
        values,
        rank_before: None,
    }))
}

/// Why a record has no rank: its errors, what its values lack, else what the ranking reads of it.
fn why(decision: &Decision, lacking: &[Arc<str>]) -> Message {
    let errors = decision.errors.iter().map(DataFault::message);
    let unknown = decision.unknown.iter().map(|unknown| unknown.text.clone());
    let told: Vec<Message> = match decision.status {
        Status::DataError => errors.collect(),
        Status::Undetermined if decision.unknown.is_empty() => {
            vec![say::lacks(&decision.missing.join(", "))]
        }
        Status::Undetermined => unknown.collect(),
        Status::Decided | Status::NotApplicable => vec![say::lacks(&lacking.join(", "))],
    };
    let joined =
        |words: fn(&Message) -> &str| told.iter().map(words).collect::<Vec<_>>().join("; ");
    Message { vi: joined(|one| &one.vi), en: joined(|one| &one.en) }
}
