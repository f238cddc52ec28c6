//! The build script of a package.

/// The client that a build script keeps up to date.
pub struct Script<'a> {
    /// The path of the description in the package.
    pub entry: &'a str,
    /// The path of the settings in the package.
    pub settings: Option<&'a str>,
    /// The folder of the sources, unless the settings name it.
    pub out: Option<&'a str>,
    /// `true` if neither the folder nor the settings make the client a module.
    pub module: bool,
    /// The features, unless they are the default ones or those of the settings.
    pub features: Option<&'a [String]>,
}

impl Script<'_> {
    /// Returns `true` if the settings say all.
    pub fn is_plain(&self) -> bool {
        self.out.is_none() && !self.module && self.features.is_none()
    }

    /// Returns the statement that generates the client.
    pub fn statement(&self) -> String {
        let entry = self.entry;
        if let (None, Some(out), false, None) =
            (self.settings, self.out, self.module, self.features)
        {
            return format!("specwright::build({entry:?}, {out:?});");
        }
        let mut statement = match self.settings {
            Some(settings) => format!("specwright::Build::config({settings:?})"),
            None => format!("specwright::Build::new({entry:?})"),
        };
        if let Some(out) = self.out {
            statement.push_str(&format!(".out({out:?})"));
        }
        if self.module {
            statement.push_str(".module()");
        }
        if let Some(features) = self.features {
            let names: Vec<_> = features.iter().map(|name| format!("{name:?}")).collect();
            statement.push_str(&format!(".features([{}])", names.join(", ")));
        }
        statement + ".run();"
    }
}

/// Returns a build script that runs this statement.
pub fn text(statement: &str, out: &str) -> String {
    format!(
        "//! Keeps `{out}` up to date with the API description.\n\nfn main() {{\n    {statement}\n}}\n"
    )
}
