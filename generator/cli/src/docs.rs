//! `specwright docs`: the reference of a description, as a site that needs no server.

use std::path::PathBuf;
use std::process::ExitCode;

use specwright::disk::FileSet;
use specwright::report::{Style, render};
use specwright::source::Source;
use specwright_mock::Judge;

/// Writes the reference of a description: pages that need no server and ask for nothing from outside.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The description: OpenAPI 3.0, 3.1 or 3.2, as YAML or JSON.
    spec: PathBuf,
    /// The folder for the site. What else is in it stays.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// The name of the client's crate in the calls that are shown; by default that of the file.
    #[arg(long = "crate", value_name = "NAME")]
    package: Option<String>,
    /// Lets references reach files anywhere below this folder, not only below the description's own.
    #[arg(long, value_name = "DIR")]
    root: Option<PathBuf>,
}

pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    match write(arguments) {
        Ok(count) => {
            let out = arguments.out.display();
            println!("{out}: {count} files; open {out}/index.html");
            ExitCode::SUCCESS
        }
        Err(problem) => {
            anstream::eprintln!("error: {problem}");
            ExitCode::FAILURE
        }
    }
}

fn write(arguments: &Arguments) -> Result<usize, String> {
    let source = crate::mock::load(&arguments.spec, arguments.root.as_deref())?;
    let package = arguments.package.clone().unwrap_or_else(|| package(&arguments.spec));
    let site = site(&source, &package)?;
    for (path, text) in site.iter() {
        let file = arguments.out.join(path);
        let folder = file.parent().unwrap_or(&arguments.out);
        let written = std::fs::create_dir_all(folder).and_then(|()| std::fs::write(&file, text));
        written.map_err(|error| format!("cannot write `{}`: {error}", file.display()))?;
    }
    Ok(site.len())
}

/// The reference of a description, with the calls of a client of this name.
pub(crate) fn site(source: &Source, package: &str) -> Result<FileSet, String> {
    let judge = Judge::new(source).map_err(|error| error.to_string())?;
    specwright::reference(source, &judge, package).map_err(|rejected| {
        let shown = render(rejected.reports.as_slice(), source, Style::Plain);
        format!("there is no reference without a client\n{shown}")
    })
}

/// The name of a crate that a file suggests.
pub(crate) fn package(spec: &std::path::Path) -> String {
    let stem = spec.file_stem().unwrap_or_default().to_string_lossy().to_lowercase();
    let plain = |char: char| if char.is_ascii_alphanumeric() { char } else { '_' };
    let name: String = stem.chars().map(plain).collect();
    if name.starts_with(|char: char| char.is_ascii_alphabetic()) {
        name
    } else {
        format!("api_{name}")
    }
}
