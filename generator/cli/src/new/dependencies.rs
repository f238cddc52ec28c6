//! The folders that `[dependencies]` of copied settings name. Their paths are relative to a manifest, and the new package has
//! another one.

use std::path::{Path, PathBuf};

use specwright::settings::OwnDependency;
use specwright::source::joined;
use toml_edit::{DocumentMut, Item, Table, TableLike};

use super::edit;
use super::generator::{absolute, from};
use crate::description::Given;
use crate::manifest;

/// Makes the paths relative to the folder of a package.
pub fn rebase(given: &mut Given, package: &Path) {
    let places = manifests(given);
    for own in &mut given.client.settings.dependencies {
        let Some(mut document) = parsed(own) else { continue };
        let Some(path) = path_of(document.as_table(), &own.name) else { continue };
        if Path::new(path).is_absolute() {
            continue;
        }
        // The settings may be those of no package yet, so the folder itself tells which manifest was meant.
        let mut folders = places.iter().map(|place| joined(place, path));
        let found = folders.clone().find(|folder| folder.join("Cargo.toml").is_file());
        let Some(folder) = found.or_else(|| folders.next()) else { continue };
        set_path(document.as_table_mut(), &own.name, &from(package, &absolute(&folder)));
        if let Some(requirement) = document.get(&own.name) {
            own.requirement = requirement.to_string().trim().to_owned();
        }
    }
}

/// Writes the paths of the dependencies into settings.
pub fn write(settings: &mut Table, given: &Given) {
    let table = settings.get_mut("dependencies").and_then(Item::as_table_like_mut);
    let Some(table) = table else { return };
    for own in &given.client.settings.dependencies {
        let document = parsed(own).unwrap_or_default();
        if let Some(path) = path_of(document.as_table(), &own.name) {
            set_path(table, &own.name, path);
        }
    }
}

/// Returns the folders of the manifest that the paths may be relative to: that of the crate, that of the package with the
/// sources, and that of the settings.
fn manifests(given: &Given) -> Vec<PathBuf> {
    let out = given.client.out.as_deref();
    let of_crate = out.filter(|_| given.client.package.is_some()).map(Path::to_owned);
    let of_package =
        out.and_then(manifest::nearest).and_then(|path| Some(path.parent()?.to_owned()));
    let of_settings = given.file.as_ref().and_then(|file| Some(file.path.parent()?.to_owned()));
    [of_crate, of_package, of_settings].into_iter().flatten().collect()
}

fn parsed(own: &OwnDependency) -> Option<DocumentMut> {
    edit::parse(&own.line()).ok()
}

fn path_of<'t>(table: &'t Table, name: &str) -> Option<&'t str> {
    table.get(name)?.get("path")?.as_str()
}

fn set_path(table: &mut dyn TableLike, name: &str, path: &str) {
    let entry = table.get_mut(name).and_then(Item::as_table_like_mut);
    if let Some(value) = entry.and_then(|entry| entry.get_mut("path")?.as_value_mut()) {
        let decor = value.decor().clone();
        *value = path.into();
        *value.decor_mut() = decor;
    }
}
