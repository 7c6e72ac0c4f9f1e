//! The ledger's tables, as the steps that led to them, and whether a file holds these and nothing else.

use std::collections::HashSet;

use sqlx::{Connection, Row, SqliteConnection};

use super::upgrade;
use crate::privacy::on_one_line;

/// `qdcL` in the file's header: another program's database is never taken for a ledger.
pub const APPLICATION_ID: i64 = 0x7164_634C;

/// Part of a step from one version to the next.
#[derive(Debug, Clone, Copy)]
pub enum Part {
    Sql(&'static str),
    /// Subject keys of version 1 get the form of version 2, which takes more than SQL knows.
    Keys,
}

/// Step by step; never changed once released, only added to. `user_version` counts the steps taken.
pub const STEPS: &[&[Part]] = &[
    &[Part::Sql(upgrade::RECEIPTS_1)],
    &[Part::Sql(upgrade::RECEIPTS_2), Part::Keys, Part::Sql(upgrade::INDEXES_2)],
];

/// What a database is, seen from here.
#[derive(Debug, PartialEq, Eq)]
pub enum Standing {
    /// Holds nothing: just made, or its making was cut short.
    Empty,
    /// A ledger with so many steps taken. One of a version that is not known yet was not compared.
    Ledger(usize),
    /// Another program's.
    Foreign,
    /// A ledger with something in it that qdc did not make, such as a trigger; by kind and name.
    Strange(Vec<String>),
    /// A ledger that lacks something.
    Damaged,
}

/// Reads nothing but the header and the schema, so that nothing in the file is carried out.
pub async fn standing(on: &mut SqliteConnection) -> Result<Standing, sqlx::Error> {
    let id: i64 = sqlx::query("PRAGMA application_id").fetch_one(&mut *on).await?.get(0);
    let version: i64 = sqlx::query("PRAGMA user_version").fetch_one(&mut *on).await?.get(0);
    let found = objects(on).await?;
    if id != APPLICATION_ID {
        let is_empty = id == 0 && version == 0 && found.is_empty();
        return Ok(if is_empty { Standing::Empty } else { Standing::Foreign });
    }
    let version = match usize::try_from(version) {
        Ok(0) | Err(_) => return Ok(Standing::Damaged),
        Ok(version) if version > STEPS.len() => return Ok(Standing::Ledger(version)),
        Ok(version) => version,
    };
    let made = made(version).await?;
    let named = |(kind, name, ..): &Object| on_one_line(&format!("{kind} `{name}`")).into_owned();
    let mut strangers: Vec<String> = found.difference(&made).map(named).collect();
    strangers.sort();
    Ok(match (strangers.is_empty(), made.is_subset(&found)) {
        (false, _) => Standing::Strange(strangers),
        (true, false) => Standing::Damaged,
        (true, true) => Standing::Ledger(version),
    })
}

/// Kind, name, table, and the SQL that makes it, with single blanks.
type Object = (String, String, String, String);

async fn objects(on: &mut SqliteConnection) -> Result<HashSet<Object>, sqlx::Error> {
    let rows = sqlx::query("SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_schema");
    let rows = rows.fetch_all(&mut *on).await?;
    let one = |row: &sqlx::sqlite::SqliteRow| -> Result<Object, sqlx::Error> {
        let sql: &str = row.try_get(3)?;
        let sql = sql.split_whitespace().collect::<Vec<_>>().join(" ");
        Ok((row.try_get(0)?, row.try_get(1)?, row.try_get(2)?, sql))
    };
    rows.iter().map(one).collect()
}

/// What qdc itself makes for a version.
async fn made(version: usize) -> Result<HashSet<Object>, sqlx::Error> {
    let mut on = SqliteConnection::connect("sqlite::memory:").await?;
    migrate(&mut on, 0, &STEPS[..version]).await?;
    let made = objects(&mut on).await;
    on.close().await?;
    made
}

/// Takes the steps that are left, all or none.
pub async fn migrate(on: &mut SqliteConnection, taken: usize, steps: &[&[Part]]) -> Result<(), sqlx::Error> {
    if taken == steps.len() {
        return Ok(());
    }
    let mut all = on.begin_with("BEGIN IMMEDIATE").await?;
    for part in steps[taken..].iter().flat_map(|step| step.iter()) {
        match part {
            Part::Sql(sql) => {
                sqlx::raw_sql(*sql).execute(&mut *all).await?;
            }
            Part::Keys => upgrade::keys(&mut all).await?,
        }
    }
    let mark = format!("PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {};", steps.len());
    sqlx::raw_sql(sqlx::AssertSqlSafe(mark)).execute(&mut *all).await?;
    all.commit().await
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn memory() -> SqliteConnection {
        SqliteConnection::connect("sqlite::memory:").await.unwrap()
    }

    #[tokio::test(flavor = "current_thread")]
    async fn later_steps_keep_what_earlier_ones_made_and_a_failing_one_takes_none() {
        let mut on = memory().await;
        let version = async |on: &mut SqliteConnection| -> i64 {
            sqlx::query("PRAGMA user_version").fetch_one(on).await.unwrap().get(0)
        };
        let first: &[Part] = &[Part::Sql("CREATE TABLE a (x); INSERT INTO a VALUES (7);")];
        migrate(&mut on, 0, &[first]).await.unwrap();
        let second: &[Part] = &[Part::Sql("ALTER TABLE a ADD COLUMN y")];
        migrate(&mut on, 1, &[first, second, &[Part::Sql("nonsense")]]).await.unwrap_err();
        assert_eq!(version(&mut on).await, 1);
        migrate(&mut on, 1, &[first, second]).await.unwrap();
        assert_eq!(version(&mut on).await, 2);
        let row = sqlx::query("SELECT x, y FROM a").fetch_one(&mut on).await.unwrap();
        assert_eq!((row.get::<i64, _>(0), row.get::<Option<i64>, _>(1)), (7, None));
    }

    #[tokio::test(flavor = "current_thread")]
    async fn a_database_is_empty_or_a_ledger_or_neither() {
        let mut on = memory().await;
        assert_eq!(standing(&mut on).await.unwrap(), Standing::Empty);
        migrate(&mut on, 0, &STEPS[..1]).await.unwrap();
        assert_eq!(standing(&mut on).await.unwrap(), Standing::Ledger(1));
        migrate(&mut on, 1, STEPS).await.unwrap();
        assert_eq!(standing(&mut on).await.unwrap(), Standing::Ledger(2));
        let mut theirs = memory().await;
        sqlx::raw_sql("CREATE TABLE theirs (x)").execute(&mut theirs).await.unwrap();
        assert_eq!(standing(&mut theirs).await.unwrap(), Standing::Foreign);
    }

    #[tokio::test(flavor = "current_thread")]
    async fn what_qdc_did_not_make_is_named_and_what_it_made_must_be_there() {
        for (sql, expected) in [
            (
                "CREATE TRIGGER gone AFTER INSERT ON receipts BEGIN DELETE FROM receipts; END",
                Standing::Strange(vec!["trigger `gone`".to_owned()]),
            ),
            ("CREATE VIEW v AS SELECT 1", Standing::Strange(vec!["view `v`".to_owned()])),
            ("CREATE TABLE \"t\u{1b}[2J\" (x)", Standing::Strange(vec!["table `t␛[2J`".to_owned()])),
            (
                "DROP INDEX receipts_live; CREATE INDEX receipts_live ON receipts (id)",
                Standing::Strange(vec!["index `receipts_live`".to_owned()]),
            ),
            (
                "ALTER TABLE receipts ADD COLUMN x TEXT",
                Standing::Strange(vec!["table `receipts`".to_owned()]),
            ),
            ("DROP INDEX receipts_live", Standing::Damaged),
            ("PRAGMA user_version = 0", Standing::Damaged),
            ("PRAGMA user_version = -1", Standing::Damaged),
            ("PRAGMA user_version = 3", Standing::Ledger(3)),
        ] {
            let mut on = memory().await;
            migrate(&mut on, 0, STEPS).await.unwrap();
            sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(&mut on).await.unwrap();
            assert_eq!(standing(&mut on).await.unwrap(), expected, "{sql}");
        }
    }
}
