//! A ledger as someone else finds it: with the times of another machine, another schema, another version.

use std::path::Path;

use sqlx::{ConnectOptions, Connection, Row, SqliteConnection, sqlite::SqliteConnectOptions};

/// Carries out statements on the file.
pub fn run(path: &Path, statements: &[String]) {
    with(path, async |connection| {
        for statement in statements {
            sqlx::raw_sql(sqlx::AssertSqlSafe(statement.clone())).execute(&mut *connection).await.unwrap();
        }
    });
}

/// Every time in it becomes what a machine would have written whose clock is so many seconds ahead.
pub fn shift_times(path: &Path, seconds: i64) {
    with(path, async |connection| {
        let tables = texts(connection, "select name from sqlite_master where type = 'table'").await;
        let mut shifted = 0;
        for table in &tables {
            for column in texts(connection, &format!("select name from pragma_table_info('{table}')")).await {
                if column.ends_with("_at") {
                    let micros = seconds * 1_000_000;
                    let shift = format!(
                        "update {table} set {column} = {column} + {micros} where typeof({column}) = 'integer'"
                    );
                    let done =
                        sqlx::raw_sql(sqlx::AssertSqlSafe(shift)).execute(&mut *connection).await.unwrap();
                    shifted += done.rows_affected();
                }
            }
        }
        assert!(shifted > 0, "the ledger has no times");
    });
}

async fn texts(connection: &mut SqliteConnection, query: &str) -> Vec<String> {
    let rows = sqlx::query(sqlx::AssertSqlSafe(query.to_owned())).fetch_all(connection).await.unwrap();
    rows.iter().map(|row| row.get(0)).collect()
}

fn with(path: &Path, work: impl AsyncFnOnce(&mut SqliteConnection)) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let mut connection = SqliteConnectOptions::new().filename(path).connect().await.unwrap();
        work(&mut connection).await;
        connection.close().await.unwrap();
    });
}
