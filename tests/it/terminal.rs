//! The prompt in a real terminal, key by key.

use std::io::{Read as _, Write as _};
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

const RULE: &str = r#"
sổ đơn vị so_1 {
  đơn vị "Sở Y tế" mã "yt"
  đơn vị "xã Việt Hòa" mã "vh"
  đơn vị "huyện Diên Khánh" mã "dk"
  đơn vị "huyện Khánh Sơn" mã "ks"
  đơn vị "huyện Khánh Vĩnh" mã "kv"
}
danh mục dm_1 { thủ tục "2.000815" }
chỉ số trực_tuyến = hồ sơ trực tuyến / hồ sơ
mốc mốc_1 = chưa rõ từ 01/02/2024 đến 01/06/2024
quyết định qd_1 {
  số "7/QĐ-UBND"
  kỳ đánh giá năm 2024
  Điều 1 { giao tối thiểu 50% trực_tuyến cho mọi đơn vị }
  Điều 2 áp dụng cho Điều 1 { kỳ tính từ mốc_1 đến 31/12/2024 với thủ tục thuộc dm_1 }
}
"#;

const DATA: &str = "unit_code,procedure_code,received_date,total,online
yt,2.000815,2024-03-10,100,52
vh,2.000815,2024-07-10,100,49
dk,2.000815,2024-07-10,100,50
ks,2.000815,2024-07-10,100,60
kv,2.000815,2024-07-10,100,10
";

/// A project with a decision and counts.
fn project() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.chitieu"), RULE).unwrap();
    std::fs::write(folder.path().join("a.csv"), DATA).unwrap();
    folder
}

/// A terminal with the prompt in it.
struct Terminal {
    child: Box<dyn Child + Send + Sync>,
    keys: Box<dyn std::io::Write + Send>,
    /// Everything that was ever written, and what stands on the screen.
    seen: Arc<Mutex<(Vec<u8>, vt100::Parser)>>,
    /// How much was written when keys were last pressed.
    before: usize,
    _pty: Box<dyn MasterPty + Send>,
}

const PATIENCE: Duration = Duration::from_secs(20);

impl Terminal {
    fn open(project: &Path, columns: u16, set: &[(&str, &str)]) -> Self {
        let size = PtySize { rows: 12, cols: columns, pixel_width: 0, pixel_height: 0 };
        let pty = native_pty_system().openpty(size).unwrap();
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_chitieu"));
        command.args(["repl", "a.chitieu", "--data", "a.csv"]);
        command.cwd(project);
        command.env_clear();
        let state = project.join("state");
        for (name, value) in [("TERM", "xterm-256color"), ("PAGER", "cat"), ("LANG", "C.UTF-8")].iter().chain(set) {
            command.env(name, value);
        }
        command.env("XDG_STATE_HOME", &state);
        command.env("PATH", "/usr/bin:/bin");
        let child = pty.slave.spawn_command(command).unwrap();
        drop(pty.slave);
        let seen = Arc::new(Mutex::new((Vec::new(), vt100::Parser::new(12, columns, 200))));
        let (mut from, to) = (pty.master.try_clone_reader().unwrap(), Arc::clone(&seen));
        std::thread::spawn(move || {
            let mut piece = [0; 4096];
            while let Ok(len) = from.read(&mut piece) {
                if len == 0 {
                    break;
                }
                let mut to = to.lock().unwrap();
                to.0.extend_from_slice(&piece[..len]);
                to.1.process(&piece[..len]);
            }
        });
        let keys = pty.master.take_writer().unwrap();
        let it = Self { child, keys, seen, before: 0, _pty: pty.master };
        it.sees(">");
        it
    }

    /// Presses keys.
    fn press(&mut self, keys: &str) {
        self.before = self.seen.lock().unwrap().0.len();
        self.keys.write_all(keys.as_bytes()).unwrap();
        self.keys.flush().unwrap();
    }

    fn screen(&self) -> String {
        self.seen.lock().unwrap().1.screen().contents()
    }

    fn raw(&self) -> String {
        String::from_utf8_lossy(&self.seen.lock().unwrap().0).into_owned()
    }

    /// Waits until something stands on the screen.
    fn sees(&self, text: &str) {
        self.waits(&|it| it.contains(text), text);
    }

    /// Waits until what was pressed is answered and the prompt is empty again.
    fn is_ready(&self) {
        let answered = || self.seen.lock().unwrap().0.iter().skip(self.before).any(|it| *it == b'\n');
        let is_empty = |it: &str| it.lines().last().is_some_and(|it| it.ends_with('>'));
        self.waits(&|it| answered() && is_empty(it), "an empty prompt");
    }

    fn waits(&self, until: &dyn Fn(&str) -> bool, what: &str) {
        let start = Instant::now();
        while !until(self.screen().trim_end()) {
            assert!(start.elapsed() < PATIENCE, "no `{what}` on\n{}", self.screen());
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Ends the input, as soon as the prompt takes it.
    fn quits(&mut self) {
        self.is_ready();
        self.press("\u{4}");
        self.leaves();
    }

    /// Waits until the prompt is left.
    fn leaves(&mut self) {
        let start = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                assert!(status.success(), "{status:?}");
                return;
            }
            assert!(start.elapsed() < PATIENCE, "it stays\n{}", self.screen());
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

#[test]
fn letters_come_as_input_methods_send_them() {
    let project = project();
    let mut it = Terminal::open(project.path(), 80, &[]);
    // What a Vietnamese keyboard sends: letters, taken back, written again with their accents.
    for back in ["\u{8}", "\u{7f}"] {
        it.press(&format!("xa{back}ã vie{back}êt{back}{back}ệt hoa{back}{back}òa"));
        it.sees("xã việt hòa");
        it.press("\r");
        it.sees("xã Việt Hòa: chưa đạt · 49 / 100");
        it.is_ready();
        it.press(":xóa\r");
        it.is_ready();
        it.press("\u{c}");
    }
    // Accents that stand apart, and the newer place of the tone.
    it.press("Xa\u{303} Vie\u{323}\u{302}t Hoa\u{300}\r");
    it.sees("49 / 100");
    it.is_ready();
    // A word is taken back whole, accents and all.
    it.press("\u{c}huye\u{323}\u{302}n Die\u{302}n\u{1b}\u{7f}\u{1b}\u{7f}yt\r");
    it.sees("Sở Y tế: chưa xác định");
    it.quits();
}

#[test]
fn tab_completes_without_accents() {
    let project = project();
    let mut it = Terminal::open(project.path(), 80, &[]);
    it.press("dien\t");
    it.sees("> huyện Diên Khánh");
    it.press("\r");
    it.sees("50 / 100");
    it.is_ready();
    it.press("khanh\t");
    it.sees("huyện Khánh Vĩnh");
    it.sees("> khanh");
    it.press(" v\t\r");
    it.sees("10 / 100");
    it.is_ready();
    it.press(":giai\t");
    it.sees(":giải-thích");
    it.press(" ");
    it.sees("ĐƠN VỊ");
    it.press("so y\t\r");
    it.sees("Căn cứ: Điều 1");
    it.is_ready();
    // The grey rest is taken by the right arrow.
    it.press("xa vi");
    it.sees("xa việt Hòa");
    it.press("\u{1b}[C\r");
    it.sees("xã Việt Hòa: chưa đạt");
    it.quits();
}

#[test]
fn several_lines_can_be_typed_pasted_and_recalled() {
    let project = project();
    let mut it = Terminal::open(project.path(), 80, &[]);
    it.press(":nếu mốc_1 =\r");
    it.press("01/03/2024\r");
    it.sees("1 kết quả đổi");
    it.sees("7/QĐ-UBND+1>");
    it.press("\u{1b}[200~vh\ndk\u{1b}[201~");
    it.sees("dk");
    it.press("\r");
    it.sees("49 / 100");
    it.sees("50 / 100");
    it.is_ready();
    it.press("sở (\r\r");
    it.sees("CT0102");
    it.is_ready();
    // Killed: what was typed is there again.
    it.child.kill().unwrap();
    let mut it = Terminal::open(project.path(), 80, &[]);
    it.press("\u{1b}[A\u{1b}[A\u{1b}[A\u{1b}[A");
    it.sees("> :nếu mốc_1 =\n01/03/2024");
    it.press("\r");
    it.sees("1 kết quả đổi");
    it.quits();
}

#[test]
fn ctrl_c_drops_the_line_and_twice_leaves() {
    let project = project();
    let mut it = Terminal::open(project.path(), 80, &[]);
    it.press("gì đó\u{3}");
    it.sees("(Ctrl-C lần nữa để thoát)");
    it.is_ready();
    it.press("ks\r");
    it.sees("60 / 100");
    it.is_ready();
    it.press("\u{3}");
    it.is_ready();
    it.press("\u{3}");
    it.leaves();
}

#[test]
fn forty_columns_are_enough() {
    let project = project();
    let mut it = Terminal::open(project.path(), 40, &[]);
    it.press("huyen dien khanh");
    it.sees("7/QĐ-UBND> huyen dien khanh");
    it.press("\r");
    it.sees("50 / 100");
    it.is_ready();
    it.press("\u{c}:help\r");
    it.sees(":trợ-giúp phím");
    it.quits();
}

#[test]
fn no_colour_where_none_is_wanted() {
    let project = project();
    for (set, coloured) in [(("NO_COLOR", "1"), false), (("CHITIEU_LANG", "vi"), true)] {
        let mut it = Terminal::open(project.path(), 80, &[set]);
        it.press(":why khong_co_2\r");
        it.sees("CT0009");
        it.quits();
        let raw = it.raw();
        assert_eq!(raw.contains("\u{1b}[35m:why"), coloured, "{raw:?}");
        assert_eq!(raw.contains("\u{1b}[4mkhong_co_2"), coloured, "{raw:?}");
        assert_eq!(raw.contains("\u{1b}[90m"), coloured, "{raw:?}");
    }
}

#[test]
fn a_dumb_terminal_gets_the_same_answers() {
    let project = project();
    let mut it = Terminal::open(project.path(), 80, &[("TERM", "dumb")]);
    it.press("Sở Y tế\r");
    it.sees("Sở Y tế: chưa xác định [mốc_1]");
    it.press(":nếu mốc_1 =\r01/03/2024\r");
    it.sees("1 kết quả đổi");
    it.press(":thoát\r");
    it.leaves();
    let raw = it.raw();
    assert!(!raw.contains('\u{1b}'), "{raw:?}");
}

#[test]
fn long_answers_are_paged() {
    let project = project();
    let mut it = Terminal::open(project.path(), 80, &[("PAGER", "sed s/^/PAGED_/")]);
    it.press("yt\r");
    it.sees("Sở Y tế: chưa xác định");
    it.is_ready();
    it.press(":bảng\r");
    it.sees("PAGED_Sổ đối chiếu");
    it.is_ready();
    it.press(":trang tắt\r");
    it.sees("đã tắt");
    it.is_ready();
    it.press("\u{c}:bảng\r");
    it.sees("\nSổ đối chiếu");
    it.quits();
    assert!(!it.raw().contains("PAGED_Sở Y tế:"), "{}", it.raw());
}

#[test]
fn what_is_piped_in_gets_what_the_prompt_prints() {
    let project = project();
    let lines = [":mode plain", "yt", ":nếu mốc_1 =", "01/03/2024", ":bảng", "không có", ":giả-định"];
    let mut it = Terminal::open(project.path(), 80, &[("NO_COLOR", "1"), ("TERM", "dumb")]);
    for line in lines {
        it.press(&format!("{line}\r"));
    }
    it.press(":thoát\r");
    it.leaves();
    std::thread::sleep(Duration::from_millis(200));
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_chitieu"));
    command.args(["repl", "a.chitieu", "--data", "a.csv"]).current_dir(project.path()).env("COLUMNS", "80");
    command
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::null());
    command.env_remove("CHITIEU_LANG");
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(lines.join("\n").as_bytes()).unwrap();
    let printed = String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap();
    let shown = it.raw().replace("\r\n", "\n");
    // Between the answers stand prompts and what was typed; the answers are the same, in the same order.
    let mut rest = shown.as_str();
    for line in printed.lines() {
        let at = rest.find(&format!("{line}\n")).unwrap_or_else(|| panic!("no `{line}` in\n{shown}"));
        rest = &rest[at + line.len()..];
    }
    assert!(printed.contains("CT0009") && printed.contains("Sổ đối chiếu"), "{printed}");
    assert!(!printed.contains('>'), "{printed}");
}
