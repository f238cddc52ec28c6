//! The types of `spec.yaml`, handwritten with serde's derives.

use serde::{Deserialize, Serialize};

/// A page of parcels.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ParcelList {
    /// The parcels of the page.
    pub parcels: Vec<Parcel>,
    /// The number of all parcels.
    pub total: i64,
}

/// A parcel.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Parcel {
    /// The identifier.
    pub id: String,
    /// The present state.
    pub status: ParcelStatus,
    /// The weight in grams.
    pub weight: i64,
    /// The volume in cubic metres.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub volume: Option<f64>,
    /// Set if the parcel must not be thrown.
    pub fragile: bool,
    /// The person who gets the parcel.
    pub receiver: Receiver,
    /// The labels on the parcel.
    pub labels: Vec<String>,
    /// A note for the driver.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// A parcel that does not exist yet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NewParcel {
    /// The weight in grams.
    pub weight: i64,
    /// The volume in cubic metres.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub volume: Option<f64>,
    /// Set if the parcel must not be thrown.
    pub fragile: bool,
    /// The person who gets the parcel.
    pub receiver: Receiver,
    /// The labels on the parcel.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub labels: Option<Vec<String>>,
    /// A note for the driver.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// The state of a parcel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ParcelStatus {
    /// On its way to the depot.
    Announced,
    /// In the depot.
    Stored,
    /// On its way to the receiver.
    Shipped,
    /// With the receiver.
    Delivered,
}

/// The person who gets a parcel.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Receiver {
    /// The full name.
    pub name: String,
    /// Street and number.
    pub street: String,
    /// The city.
    pub city: String,
    /// The postcode.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub postcode: Option<String>,
}

/// A point of a tour.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// The east coordinate.
    pub x: f64,
    /// The north coordinate.
    pub y: f64,
    /// Set if the driver stops here.
    pub stop: bool,
}

/// The body of an error response.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// A text for people.
    pub message: String,
}
