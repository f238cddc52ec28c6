//! Statuses: which codes a response stands for, and which one a mock sends for it.

use crate::api::Status;

/// Status codes in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Statuses {
    /// The first one.
    pub first: u16,
    /// The last one.
    pub last: u16,
}

/// The meaning of `default`, which is said of all statuses that are not listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unlisted {
    /// Those of success: the response is read as one.
    Successes,
    /// Those of errors.
    Errors,
}

/// All codes of success (RFC 9110, 15.3).
pub(crate) const SUCCESSES: Statuses = Statuses { first: 200, last: 299 };

impl Statuses {
    /// Returns the codes that a response stands for.
    pub(crate) fn of(status: Status, unlisted: Unlisted) -> Self {
        let (first, last) = match (status, unlisted) {
            (Status::Code(code), _) => (code, code),
            (Status::Range(hundreds), _) => {
                let first = u16::from(hundreds) * 100;
                (first, first + 99)
            }
            (Status::Default, Unlisted::Successes) => (200, 299),
            (Status::Default, Unlisted::Errors) => (400, 599),
        };
        Self { first, last }
    }

    /// Returns the codes that are read as one success: those of redirections as listed, and all of 2xx. A success with an
    /// undocumented code has still been a success.
    pub(crate) fn of_successes(listed: &[Status]) -> Vec<Self> {
        let redirections = listed.iter().filter(|status| status.is_redirection());
        let redirections = redirections.map(|status| Self::of(*status, Unlisted::Successes));
        redirections.chain([SUCCESSES]).collect()
    }

    /// Returns `true` if a code is one of them.
    pub(crate) fn contains(self, code: u16) -> bool {
        (self.first..=self.last).contains(&code)
    }

    /// Returns the codes of an error; `None` where all are those of others, because both ranges of errors are listed.
    pub(crate) fn of_error(status: Status, all: &[Status]) -> Option<Self> {
        let listed = [Status::Range(4), Status::Range(5)].iter().all(|range| all.contains(range));
        (status != Status::Default || !listed).then(|| Self::of(status, Unlisted::Errors))
    }
}

/// Returns a code that is read as this status, and as none of the others: of errors the first that is left.
pub(crate) fn code(status: Status, others: &[Status]) -> u16 {
    let is_free = |code: &u16| {
        let is = |other: &Status| match *other {
            Status::Code(other) => other == *code,
            Status::Range(hundreds) => *other != status && u16::from(hundreds) == code / 100,
            Status::Default => false,
        };
        !others.iter().any(is)
    };
    match status {
        Status::Code(code) => code,
        Status::Range(hundreds) => {
            let first = u16::from(hundreds) * 100;
            (first..first + 100).find(is_free).unwrap_or(first)
        }
        Status::Default if others.is_empty() => 200,
        // One after which nothing is sent again, if there is one left.
        Status::Default => (400..600).find(is_free).unwrap_or(500),
    }
}
