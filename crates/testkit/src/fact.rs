//! Every event of the chain as a value: the checker reads these and knows nothing else.
//!
//! One row per event type of the contracts; a type that is missing here is found by the test below.

use prost::Message as _;

macro_rules! facts {
    ($($module:ident { $($event_type:literal => $name:ident,)+ })+) => {
        /// What an event says.
        #[derive(Clone, Debug, PartialEq)]
        pub enum Fact {
            $($(
                #[doc = concat!("`", $event_type, "`.")]
                $name(wire::$module::$name),
            )+)+
        }

        impl Fact {
            /// Its CloudEvents type.
            pub fn event_type(&self) -> &'static str {
                match self { $($(Self::$name(_) => $event_type,)+)+ }
            }

            /// Reads a payload.
            pub fn decode(event_type: &str, data: &[u8]) -> anyhow::Result<Self> {
                match event_type {
                    $($($event_type => Ok(Self::$name(wire::$module::$name::decode(data)?)),)+)+
                    _ => anyhow::bail!("{event_type} is not an event of the chain"),
                }
            }
        }

        $($(
            impl From<wire::$module::$name> for Fact {
                fn from(message: wire::$module::$name) -> Self {
                    Self::$name(message)
                }
            }
        )+)+

        #[cfg(test)]
        const TYPES: &[&str] = &[$($($event_type,)+)+];
    };
}

facts! {
    intake {
        "nl.nareisaanvragen.persoon-gecorrigeerd.v1" => FamilyCaseCorrected,
        "nl.herplaatsingen.gevraagd.v1" => RelocationRequested,
        "nl.herplaatsingen.beantwoord.v1" => RelocationAnswered,
        "nl.herplaatsingen.overdracht-besloten.v1" => RelocationDecided,
        "nl.ambtsberichten.gepubliceerd.v1" => CountryReportPublished,
        "nl.mvv.aangeboden.v1" => VisaAppointmentOffered,
        "nl.asielaanvragen.persoon-gecorrigeerd.v1" => CaseCorrected,
        "nl.asielaanvragen.beslistermijn-verlengd.v1" => DecisionTermExtended,
        "nl.asielaanvragen.besluit-ingetrokken.v1" => DecisionRetracted,
        "nl.asielaanvragen.nadere-gronden-ontvangen.v1" => FurtherRepresentationReceived,
        "nl.asielaanvragen.rechterlijke-termijn-gesteld.v1" => JudicialTermSet,
        "nl.asielaanvragen.spoor-gewijzigd.v1" => TrackChanged,
        "nl.asielaanvragen.treffer-gevonden.v1" => HitRecorded,
        "nl.asielaanvragen.verantwoordelijkheid-vervallen.v1" => ClaimLapsed,
        "nl.asielaanvragen.voorziening-gevraagd.v1" => InterimRequested,
        "nl.asielaanvragen.voorziening-uitspraak.v1" => InterimRuled,
        "nl.moratoria.beeindigd.v1" => MoratoriumEnded,
        "nl.moratoria.ingesteld.v1" => MoratoriumDeclared,
        "nl.nareisaanvragen.bezwaar-beslist.v1" => FamilyObjectionRuled,
        "nl.nareisaanvragen.bezwaar-ingediend.v1" => FamilyObjectionLodged,
        "nl.nareisaanvragen.gegevens-gevraagd.v1" => FamilyFactsRequested,
        "nl.nareisaanvragen.gegevens-ontvangen.v1" => FamilyFactsReceived,
        "nl.nareisaanvragen.mvv-geweigerd.v1" => EntryVisaRefused,
        "nl.nareisaanvragen.voorwaarden-vastgelegd.v1" => FamilyConditionsRecorded,
        "nl.personen.gecorrigeerd.v1" => PersonCorrected,
        "nl.personen.samengevoegd.v1" => PersonsMerged,
        "nl.vreemdelingenidentificatie.geidentificeerd.v1" => PersonIdentified,
        "nl.asielaanvragen.aangemeld.v1" => ApplicationMade,
        "nl.asielaanvragen.beroep-ingesteld.v1" => AppealLodged,
        "nl.asielaanvragen.beroep-uitspraak.v1" => AppealRuled,
        "nl.asielaanvragen.beslissing-opgeschort.v1" => DecisionSuspended,
        "nl.asielaanvragen.beslist.v1" => ApplicationDecided,
        "nl.asielaanvragen.gehoord.v1" => ApplicantInterviewed,
        "nl.asielaanvragen.geregistreerd.v1" => ApplicationRegistered,
        "nl.asielaanvragen.ingebrekestelling-ontvangen.v1" => NoticeOfDefaultReceived,
        "nl.asielaanvragen.ingediend.v1" => ApplicationLodged,
        "nl.asielaanvragen.ingetrokken.v1" => ApplicationWithdrawn,
        "nl.asielaanvragen.onherroepelijk.v1" => DecisionFinal,
        "nl.asielaanvragen.opschorting-beeindigd.v1" => DecisionResumed,
        "nl.asielaanvragen.overgenomen.v1" => CaseImported,
        "nl.asielaanvragen.screening-afgerond.v1" => ScreeningFinished,
        "nl.asielaanvragen.screening-gestart.v1" => ScreeningStarted,
        "nl.asielaanvragen.spoor-toegewezen.v1" => TrackAssigned,
        "nl.asielaanvragen.verantwoordelijkheid-beantwoord.v1" => ResponsibilityAnswered,
        "nl.asielaanvragen.verantwoordelijkheid-gestart.v1" => ResponsibilityCheckStarted,
        "nl.asielaanvragen.vergunning-ingetrokken.v1" => PermitRevoked,
        "nl.asielaanvragen.vergunning-verleend.v1" => PermitIssued,
        "nl.asielaanvragen.voornemen-uitgebracht.v1" => IntentionIssued,
        "nl.asielaanvragen.zienswijze-ontvangen.v1" => ViewReceived,
        "nl.nareisaanvragen.aangekomen.v1" => FamilyMemberArrived,
        "nl.nareisaanvragen.beslist.v1" => FamilyApplicationDecided,
        "nl.nareisaanvragen.ingediend.v1" => FamilyApplicationFiled,
        "nl.nareisaanvragen.mvv-afgegeven.v1" => EntryVisaIssued,
        "nl.nareisaanvragen.overgenomen.v1" => FamilyCaseImported,
        "nl.nareisaanvragen.vergunning-verleend.v1" => FamilyPermitIssued,
        "nl.nareisaanvragen.vervallen.v1" => FamilyApplicationLapsed,
    }
    reception {
        "nl.ontheemdenopvang.plek-gerealiseerd.v1" => UkrainePlacesRealised,
        "nl.ontheemdenopvang.plek-gesloten.v1" => UkrainePlacesClosed,
        "nl.ontheemdenopvang.taak-vastgesteld.v1" => UkraineTaskSet,
        "nl.ontheemdenopvang.weekstand.v1" => UkraineWeekReported,
        "nl.opvanglocaties.capaciteit-gewijzigd.v1" => CapacityChanged,
        "nl.opvanglocaties.gecontracteerd.v1" => LocationContracted,
        "nl.opvanglocaties.geopend.v1" => LocationOpened,
        "nl.opvanglocaties.gepland.v1" => LocationPlanned,
        "nl.opvanglocaties.gesloten.v1" => LocationClosed,
        "nl.opvanglocaties.omgezet.v1" => LocationConverted,
        "nl.opvanglocaties.sluiting-aangekondigd.v1" => ClosingAnnounced,
        "nl.opvangplaatsingen.afwezig.v1" => PersonAbsent,
        "nl.opvangplaatsingen.beeindigd.v1" => StayEnded,
        "nl.opvangplaatsingen.behoeften-vastgesteld.v1" => NeedsRecorded,
        "nl.opvangplaatsingen.bewonerscategorie-gewijzigd.v1" => CategoryChanged,
        "nl.opvangplaatsingen.geplaatst.v1" => PersonPlaced,
        "nl.opvangplaatsingen.maatregel-opgeheven.v1" => MeasureLifted,
        "nl.opvangplaatsingen.maatregel-opgelegd.v1" => MeasureImposed,
        "nl.opvangplaatsingen.overgenomen.v1" => StayImported,
        "nl.opvangplaatsingen.overgeplaatst.v1" => PersonMoved,
        "nl.opvangplaatsingen.persoon-gecorrigeerd.v1" => StayCorrected,
        "nl.opvangplaatsingen.plaatsing-mislukt.v1" => PlacementFailed,
        "nl.opvangplaatsingen.recht-eindigt.v1" => RightEndSet,
        "nl.opvangplaatsingen.teruggekeerd.v1" => PersonReturned,
        "nl.opvangplaatsingen.verwacht.v1" => StayExpected,
        "nl.opvangstanden.weekstand.v1" => OccupancyWeekReported,
        "nl.voogdij.aangevraagd.v1" => GuardianshipRequested,
        "nl.voogdij.beeindigd.v1" => GuardianshipEnded,
        "nl.voogdij.benoemd.v1" => GuardianAppointed,
        "nl.voogdij.minderjarige-vermist.v1" => MinorMissing,
        "nl.voogdij.voorlopig-voorzien.v1" => GuardianProvided,
    }
    returns {
        "nl.charters.geannuleerd.v1" => CharterCancelled,
        "nl.charters.ingepland.v1" => CharterScheduled,
        "nl.charters.stoelen-gewijzigd.v1" => CharterSeatsChanged,
        "nl.terugkeerdossiers.aangekondigd.v1" => ReturnAnnounced,
        "nl.terugkeerdossiers.bewaring-getoetst.v1" => DetentionReviewed,
        "nl.terugkeerdossiers.bewaring-opgeheven.v1" => DetentionLifted,
        "nl.terugkeerdossiers.bewaring-opgelegd.v1" => DetentionImposed,
        "nl.terugkeerdossiers.bewaring-verlengd.v1" => DetentionExtended,
        "nl.terugkeerdossiers.gedwongen-traject.v1" => ForcedTrackStarted,
        "nl.terugkeerdossiers.gesloten.v1" => ReturnClosed,
        "nl.terugkeerdossiers.heropend.v1" => ReturnReopened,
        "nl.terugkeerdossiers.in-behandeling.v1" => CaseStarted,
        "nl.terugkeerdossiers.in-bewaring-aangekomen.v1" => DetentionArrived,
        "nl.terugkeerdossiers.inreisverbod-opgelegd.v1" => EntryBanImposed,
        "nl.terugkeerdossiers.ondersteuning-teruggevorderd.v1" => SupportReclaimed,
        "nl.terugkeerdossiers.ondersteuning-toegekend.v1" => SupportGranted,
        "nl.terugkeerdossiers.opgeschort-asiel.v1" => HeldForAsylum,
        "nl.terugkeerdossiers.overdracht-gepland.v1" => TransferPlanned,
        "nl.terugkeerdossiers.overdrachtstermijn-gewijzigd.v1" => TransferTermSet,
        "nl.terugkeerdossiers.overdrachtstermijn-verlopen.v1" => TransferTermLapsed,
        "nl.terugkeerdossiers.overgedragen.v1" => FileTransferred,
        "nl.terugkeerdossiers.overgenomen.v1" => ReturnCaseImported,
        "nl.terugkeerdossiers.persoon-gecorrigeerd.v1" => ReturnPersonCorrected,
        "nl.terugkeerdossiers.refoulementtoets-verricht.v1" => RefoulementChecked,
        "nl.terugkeerdossiers.reisdocument-gewijzigd.v1" => TravelDocumentChanged,
        "nl.terugkeerdossiers.samengevoegd.v1" => ReturnCaseMerged,
        "nl.terugkeerdossiers.toegang-geweigerd.v1" => EntryRefused,
        "nl.terugkeerdossiers.toezicht-opgeheven.v1" => SupervisionLifted,
        "nl.terugkeerdossiers.toezicht-opgelegd.v1" => SupervisionImposed,
        "nl.terugkeerdossiers.vertrek-gecorrigeerd.v1" => DepartureCorrected,
        "nl.terugkeerdossiers.vertrek-hervat.v1" => DepartureUnblocked,
        "nl.terugkeerdossiers.vertrek-met-iom-gepland.v1" => IomPlanned,
        "nl.terugkeerdossiers.vertrek-opgeschort.v1" => DepartureBlocked,
        "nl.terugkeerdossiers.vertrek-voortgezet.v1" => RemovalContinued,
        "nl.terugkeerdossiers.vertrekgesprek-gevoerd.v1" => DepartureInterviewHeld,
        "nl.terugkeerdossiers.vertrokken.v1" => Departed,
        "nl.terugkeerdossiers.vlucht-geannuleerd.v1" => FlightCancelled,
        "nl.terugkeerdossiers.vlucht-geboekt.v1" => FlightBooked,
    }
    housing {
        "nl.capaciteitsramingen.vastgesteld.v1" => CapacityEstimated,
        "nl.huisvestingskoppelingen.contract-getekend.v1" => OfferAccepted,
        "nl.huisvestingskoppelingen.gehuisvest.v1" => HouseholdHoused,
        "nl.huisvestingskoppelingen.gekoppeld.v1" => HouseholdLinked,
        "nl.huisvestingskoppelingen.geweigerd.v1" => OfferRefused,
        "nl.huisvestingskoppelingen.huishouden-gewijzigd.v1" => HouseholdChanged,
        "nl.huisvestingskoppelingen.huisvestingstermijn-overschreden.v1" => HousingOverdue,
        "nl.huisvestingskoppelingen.koppeling-teruggegeven.v1" => LinkReturned,
        "nl.huisvestingskoppelingen.koppeltermijn-overschreden.v1" => LinkOverdue,
        "nl.huisvestingskoppelingen.meerderjarig.v1" => CameOfAge,
        "nl.huisvestingskoppelingen.minderjarigheid-gecorrigeerd.v1" => MinorityCorrected,
        "nl.huisvestingskoppelingen.omgekoppeld.v1" => HouseholdRelinked,
        "nl.huisvestingskoppelingen.overgenomen.v1" => MatchImported,
        "nl.huisvestingskoppelingen.profiel-gereed.v1" => ProfileCompleted,
        "nl.huisvestingskoppelingen.profiel-gestart.v1" => MatchStarted,
        "nl.huisvestingskoppelingen.samengevoegd.v1" => MembersMerged,
        "nl.huisvestingskoppelingen.tijdelijk-gehuisvest.v1" => HouseholdTemporarilyHoused,
        "nl.huisvestingskoppelingen.tijdelijk-verblijf-overschreden.v1" => TemporaryStayOverdue,
        "nl.huisvestingskoppelingen.verhuisd.v1" => HouseholdMoved,
        "nl.huisvestingskoppelingen.vervallen.v1" => MatchCancelled,
        "nl.huisvestingskoppelingen.woning-aangeboden.v1" => DwellingOffered,
        "nl.regietafels.verslag-vastgesteld.v1" => ProvincialReportRecorded,
        "nl.taakstellingen.afgesloten.v1" => HalfClosed,
        "nl.taakstellingen.bijdrage-geboekt.v1" => ContributionBooked,
        "nl.taakstellingen.overgedragen.v1" => TaskTransferred,
        "nl.taakstellingen.realisatie-geboekt.v1" => RealisationBooked,
        "nl.taakstellingen.toezichttrede-gewijzigd.v1" => SupervisionStepChanged,
        "nl.taakstellingen.vastgesteld.v1" => TargetSet,
        "nl.taakstellingen.verbeterplan-vastgelegd.v1" => ImprovementPlanRecorded,
        "nl.verdeelbesluiten.plaatsen-geboekt.v1" => PlacesRecorded,
        "nl.verdeelbesluiten.vastgesteld.v1" => DistributionDecided,
    }
    prognosis {
        "nl.migratieprognoses.afgebroken.v1" => ForecastCancelled,
        "nl.migratieprognoses.afwijking-gesignaleerd.v1" => DeviationSignalled,
        "nl.migratieprognoses.data-bevroren.v1" => DataFrozen,
        "nl.migratieprognoses.editie-bevroren.v1" => EditionFrozen,
        "nl.migratieprognoses.editie-doorgerekend.v1" => EditionRun,
        "nl.migratieprognoses.editie-geopend.v1" => EditionOpened,
        "nl.migratieprognoses.editie-getekend.v1" => EditionSigned,
        "nl.migratieprognoses.editie-ingetrokken.v1" => EditionWithdrawn,
        "nl.migratieprognoses.editie-teruggezet.v1" => EditionReset,
        "nl.migratieprognoses.editie-vervangen.v1" => EditionSuperseded,
        "nl.migratieprognoses.editie-voorgelegd.v1" => EditionSubmitted,
        "nl.migratieprognoses.gepubliceerd.v1" => EditionPublished,
        "nl.migratieprognoses.mislukt.v1" => ForecastFailed,
        "nl.migratieprognoses.modelrun-gereed.v1" => ForecastMade,
        "nl.migratieprognoses.oordeel-vastgelegd.v1" => JudgementRecorded,
        "nl.migratieprognoses.reeks-ingelezen.v1" => SeriesImported,
        "nl.migratieprognoses.scenario-gekozen.v1" => ScenarioChosen,
        "nl.migratieprognoses.vastgesteld.v1" => EditionAdopted,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_event_type_of_the_contracts_is_read() {
        let mut types = TYPES.to_vec();
        types.sort_unstable();
        let all: Vec<&str> = wire::event_types::ALL.iter().map(|(name, _)| *name).collect();
        assert_eq!(types, all);
        assert!(Fact::decode("nl.iets.anders.v1", &[]).is_err());
    }
}
