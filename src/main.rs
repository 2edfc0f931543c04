fn main() {
    for p in std::env::args().skip(1) {
        let t = std::fs::read_to_string(&p).unwrap();
        let s = chitieu::source::Source::new(p, t);
        let (tree, problems) = chitieu::syntax::parse(&s, Default::default());
        println!("{} {} statements {} problems", s.name, tree.statements.len(), problems.len());
        for it in problems { let l = it.labels.first().map(|l| s.place(l.span.start)); println!("  {:?} {} {} {:?}", l, it.code, it.title.vi, it.help.map(|h| h.vi)); }
    }
}
