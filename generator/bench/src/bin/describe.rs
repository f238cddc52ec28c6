//! Writes a description of a given size into a folder: `describe FOLDER schemas=100000 properties=2`.

#![allow(clippy::expect_used, reason = "a tool for measurements")]

use std::path::Path;
use std::process::ExitCode;
use std::{env, fs};

use specwright_bench::sized::Sizes;

fn main() -> ExitCode {
    let mut sizes = Sizes::SMALL;
    let mut arguments = env::args().skip(1);
    let folder = arguments.next();
    let known = arguments.all(|argument| {
        let (name, number) = argument.split_once('=').unwrap_or_default();
        let size = all(&mut sizes).into_iter().find(|(known, _)| *known == name);
        match (size, number.parse()) {
            (Some((_, size)), Ok(number)) => *size = number,
            _ => return false,
        }
        true
    });
    let (Some(folder), true) = (folder, known) else {
        let names: Vec<_> = all(&mut sizes).iter().map(|(name, _)| format!("[{name}=N]")).collect();
        eprintln!("usage: describe FOLDER {}", names.join(" "));
        return ExitCode::FAILURE;
    };
    let folder = Path::new(&folder);
    fs::create_dir_all(folder).expect("a folder that can be made");
    for (name, file) in sizes.files() {
        fs::write(folder.join(name), file.to_string()).expect("a file that can be written");
    }
    ExitCode::SUCCESS
}

/// Returns each number with its name.
fn all(sizes: &mut Sizes) -> [(&'static str, &mut usize); 10] {
    [
        ("schemas", &mut sizes.schemas),
        ("properties", &mut sizes.properties),
        ("operations", &mut sizes.operations),
        ("files", &mut sizes.files),
        ("depth", &mut sizes.depth),
        ("cycle", &mut sizes.cycle),
        ("values", &mut sizes.values),
        ("tags", &mut sizes.tags),
        ("branches", &mut sizes.branches),
        ("examples", &mut sizes.examples),
    ]
}
