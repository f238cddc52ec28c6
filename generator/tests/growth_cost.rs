//! The cost of generation grows as the size of the description does, for each kind of growth. The cost is the number and
//! the size of allocations, which are the same on every machine.

use std::env;
use std::fs;
use std::path::Path;
use std::process::Command;

use specwright::Options;
use specwright::source::Source;
use stats_alloc::Region;

use crate::ALLOCATOR;
use crate::sized::Sizes;

/// Set in the process that measures. Nothing else allocates there.
const MEASURES: &str = "SPECWRIGHT_MEASURES_GROWTH";

/// The name of the test below.
const TEST: &str = "growth_cost::cost_grows_as_the_size_does";

/// The largest exponent of the cost over the size.
const LARGEST: f64 = 1.15;

/// The work with a description.
type Work = fn(&Source);

/// The number of allocations, and their bytes.
type Cost = [f64; 2];

/// A kind of growth.
struct Growth {
    name: &'static str,
    /// Makes a description that is this large.
    grow: fn(&mut Sizes, usize),
    /// The size for the reading of descriptions, and a smaller one for clients, whose printing takes long in tests.
    sizes: [usize; 2],
}

const GROWTHS: [Growth; 10] = [
    Growth { name: "schemas", grow: |it, size| it.schemas = size, sizes: [200, 16] },
    Growth { name: "properties", grow: |it, size| it.properties = size, sizes: [48, 8] },
    Growth { name: "operations", grow: |it, size| it.operations = size, sizes: [64, 8] },
    Growth {
        name: "files",
        grow: |it, size| (it.files, it.schemas, it.operations) = (size, size, size),
        sizes: [48, 8],
    },
    Growth { name: "depth", grow: |it, size| it.depth = size, sizes: [64, 16] },
    Growth { name: "cycle", grow: |it, size| it.cycle = size, sizes: [128, 16] },
    Growth { name: "values", grow: |it, size| it.values = size, sizes: [512, 64] },
    Growth {
        name: "tags",
        grow: |it, size| (it.tags, it.operations, it.cycle) = (size, size, size),
        sizes: [64, 8],
    },
    Growth { name: "branches", grow: |it, size| it.branches = size, sizes: [128, 16] },
    Growth { name: "examples", grow: |it, size| it.examples = size, sizes: [256, 32] },
];

fn read(source: &Source) {
    let checked = specwright::check(source, &Options::default());
    assert!(checked.reports.barrier().is_ok());
    drop(specwright::public_api(source, &Options::default()).unwrap());
}

fn generate(source: &Source) {
    let options = Options { package: Some("sized".to_owned()), ..Options::default() };
    drop(specwright::generate(source, &options).unwrap());
}

/// Returns the cost of loading a description and of the work with it.
fn cost(growth: &Growth, size: usize, work: Work) -> Cost {
    let mut sizes = Sizes::SMALL;
    (growth.grow)(&mut sizes, size);
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("growth").join(growth.name);
    fs::create_dir_all(&folder).unwrap();
    for (name, file) in sizes.files() {
        fs::write(folder.join(name), file.to_string()).unwrap();
    }
    let region = Region::new(ALLOCATOR);
    let source = Source::load(&folder.join("api.json")).unwrap();
    work(&source);
    drop(source);
    let change = region.change();
    fs::remove_dir_all(&folder).unwrap();
    [change.allocations + change.reallocations, change.bytes_allocated].map(|it| it as f64)
}

/// Returns the exponents of the cost over the size, between a size and four times the size.
fn exponents(growth: &Growth, size: usize, work: Work) -> Cost {
    // The cost of a description of size 2 is that of everything else.
    let costs = [2, size, 4 * size].map(|size| cost(growth, size, work));
    let grown = (4 * size - 2) as f64 / (size - 2) as f64;
    [0, 1].map(|kind| {
        let [least, small, large] = costs.map(|cost| cost[kind]);
        ((large - least) / (small - least)).ln() / grown.ln()
    })
}

#[test]
fn cost_grows_as_the_size_does() {
    if env::var_os(MEASURES).is_none() {
        let mut this = Command::new(env::current_exe().unwrap());
        this.args(["--exact", TEST, "--nocapture"]).env(MEASURES, "1");
        let output = this.output().unwrap();
        let printed = String::from_utf8_lossy(&output.stdout);
        let shown = String::from_utf8_lossy(&output.stderr);
        println!("{printed}");
        assert!(output.status.success(), "{shown}");
        assert_eq!(printed.matches("exponent").count(), 2 * GROWTHS.len());
        return;
    }
    let mut failed = Vec::new();
    for growth in &GROWTHS {
        let works: [(&str, Work); 2] = [("reading", read), ("generating", generate)];
        for ((what, work), size) in works.into_iter().zip(growth.sizes) {
            let [count, bytes] = exponents(growth, size, work);
            let name = growth.name;
            let line =
                format!("{name}, {what}: exponent {count:.2} of allocations, {bytes:.2} of bytes");
            println!("{line}");
            if count.max(bytes) >= LARGEST {
                failed.push(line);
            }
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}
