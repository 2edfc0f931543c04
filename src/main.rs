use chitieu::source::*;
struct Disk;
impl Files for Disk {
    fn read(&self, base: &str, path: &str) -> Result<Source, FileFault> {
        let p = std::path::Path::new(base).parent().unwrap().join(path);
        let t = std::fs::read_to_string(&p).map_err(|_| FileFault::Missing(p.display().to_string()))?;
        Ok(Source::new(p.display().to_string(), t))
    }
}
fn main() {
    for p in std::env::args().skip(1) {
        let t = std::fs::read_to_string(&p).unwrap();
        let s = Source::new(p, t);
        let c = chitieu::check::check(&s, &Disk);
        println!("{} {}", s.name, c.program.is_some());
        println!("{}", c.problems);
    }
}
