//! Every fixed statement of every service is understood by every database, over the tables as they are now.

use db::testing::TestDb;
use host::HostedService;

async fn prepares<S: HostedService>(statements: &[&'static str]) {
    for test in TestDb::every().await {
        test.db.migrate(&[journal::MIGRATIONS, S::MIGRATIONS]).await.unwrap();
        db::prepare_all(&test.db, statements).await.unwrap();
        test.drop_database().await;
    }
}

#[tokio::test]
async fn every_statement_prepares_on_every_database() {
    prepares::<intake::Intake>(intake::STATEMENTS).await;
    prepares::<reception::Reception>(reception::STATEMENTS).await;
    prepares::<returns::Returns>(returns::STATEMENTS).await;
    prepares::<housing::Housing>(housing::STATEMENTS).await;
    prepares::<prognosis::Prognosis>(prognosis::STATEMENTS).await;
}
