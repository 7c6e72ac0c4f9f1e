fn main() {
    let text = std::fs::read_to_string(std::env::args().nth(1).unwrap()).unwrap();
    let t0 = std::time::Instant::now();
    let model = qdc::model::Model::read(
        qdc::source::Source::new("a.qdc", text),
        &qdc::model::NoFiles,
        &Default::default(),
    );
    eprintln!("{:?}", t0.elapsed());
    if model.contract.as_ref().is_some_and(|c| c.signers.len() < 100) && std::env::args().nth(2).is_some() {
        println!("{:#?}", model.contract)
    }
    for p in model.problems.iter().take(30) {
        let s = format!("{:?}", p.kind);
        let s = s.replace("Word { key: ", "W ");
        println!(
            "{:?} {:?} {}",
            p.span.range(),
            model.sources.slice(p.span).chars().take(40).collect::<String>(),
            s.chars().take(90).collect::<String>()
        )
    }
}
