//! The vocabulary of what is counted.

kernel::codes! {
    /// Where a person is.
    pub enum Station {
        /// Arrived, not lodged yet.
        Registration = "registration",
        /// Lodged, waiting for the transfer to another member state.
        Transfer = "transfer",
        /// Lodged, waiting for an officer.
        Queue = "queue",
        /// On the desk of an officer.
        Service = "service",
        /// Rejected, waiting for the ruling of the court.
        Appeal = "appeal",
        /// Rejected for good, will leave independently.
        Voluntary = "voluntary",
        /// Rejected for good, will be removed.
        Forced = "forced",
        /// Rejected for good, will leave unsupervised (MOB).
        Unsupervised = "unsupervised",
        /// Rejected for good, will be transferred to another member state.
        Return = "return",
        /// With a permit, not ready for a home yet.
        Lag = "lag",
        /// With a permit, ready for a home.
        Ready = "ready",
        /// A relative who has not arrived yet; not counted as a person of the chain.
        Abroad = "abroad",
    }
}

kernel::codes! {
    /// Category of a resident. Minors and relatives are not counted in the other three.
    pub enum Reception {
        /// Before a final decision.
        Procedure = "procedure",
        /// Rejected for good.
        Departure = "departure",
        /// With a permit.
        Status = "status",
        /// Unaccompanied minors, wherever they are in the chain.
        Minors = "minors",
        /// Relatives (nareis).
        Relatives = "relatives",
    }
}

kernel::codes! {
    /// What happened during a month, in persons.
    pub enum Flow {
        /// Arrived, from the sources.
        Arrived = "arrived",
        /// Lodged an application.
        Lodged = "lodged",
        /// Cases that an officer began.
        Started = "started",
        /// Grants at first instance.
        Granted = "granted",
        /// Rejections at first instance.
        Rejected = "rejected",
        /// Transferred to another member state before a decision.
        Transferred = "transferred",
        /// Disappeared from the queue.
        Disappeared = "disappeared",
        /// Appeals lodged.
        Appealed = "appealed",
        /// Rulings.
        Ruled = "ruled",
        /// Rulings for the applicant.
        Upheld = "upheld",
        /// Of those, back to the queue.
        Remanded = "remanded",
        /// Left independently.
        LeftVoluntary = "left_voluntary",
        /// Removed.
        LeftForced = "left_forced",
        /// Left unsupervised.
        LeftUnsupervised = "left_unsupervised",
        /// Transferred after a rejection.
        LeftReturn = "left_return",
        /// Housed in a place of the municipalities.
        Housed = "housed",
        /// Found a home without such a place: themselves, or with the relative they join.
        OwnHome = "own_home",
        /// Relatives who arrived.
        RelativesArrived = "relatives_arrived",
        /// Of those, who entered reception.
        RelativesReception = "relatives_reception",
        /// Minors who came of age, by their class as a minor.
        OfAge = "of_age",
    }
}

kernel::codes! {
    /// A quantity of the chain as a whole.
    pub enum Total {
        /// Lodged cases without a decision, persons: transfer, queue and service.
        Ind = "ind",
        /// Persons in reception, all categories.
        Reception = "reception",
        /// Persons with a permit who wait for a home, in reception or not: lag and ready.
        Status = "status",
        /// Cases in the queue beyond the legal term of their track.
        OverTerm = "over_term",
        /// Mean age of the queue, whole days since lodging.
        QueueDays = "queue_days",
        /// Days that the cases begun in this month had waited, added up.
        WaitedDays = "waited_days",
        /// Officer days on cases.
        BusyDays = "busy_days",
        /// Officer days without a case.
        IdleDays = "idle_days",
        /// Homes for which nobody was ready; carried ones count again in each month.
        PlacesUnused = "places_unused",
    }
}
