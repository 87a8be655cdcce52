//! The services of a chain, and where they are.

/// The services of a chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Service {
    /// Asylum cases.
    Intake,
    /// Stays.
    Reception,
    /// Departure.
    Returns,
    /// Housing.
    Housing,
    /// The picture and forecasts.
    Prognosis,
}

impl Service {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::Intake, Self::Reception, Self::Returns, Self::Housing, Self::Prognosis];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Intake => "intake",
            Self::Reception => "reception",
            Self::Returns => "returns",
            Self::Housing => "housing",
            Self::Prognosis => "prognosis",
        }
    }
}

/// Where a service is reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoint {
    /// Which service.
    pub service: Service,
    /// `http://host:port` of the service and its feed.
    pub grpc: String,
    /// `http://host:port` of its operations.
    pub admin: String,
}
