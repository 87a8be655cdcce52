//! The types of events, and the message that carries each.

/// CloudEvents type and full name of the message, ordered by type.
pub const ALL: &[(&str, &str)] = &[
    ("nl.ambtsberichten.gepubliceerd.v1", "ketenstroom.intake.v1.CountryReportPublished"),
    ("nl.asielaanvragen.aangemeld.v1", "ketenstroom.intake.v1.ApplicationMade"),
    ("nl.asielaanvragen.beroep-ingesteld.v1", "ketenstroom.intake.v1.AppealLodged"),
    ("nl.asielaanvragen.beroep-uitspraak.v1", "ketenstroom.intake.v1.AppealRuled"),
    ("nl.asielaanvragen.beslissing-opgeschort.v1", "ketenstroom.intake.v1.DecisionSuspended"),
    ("nl.asielaanvragen.beslist.v1", "ketenstroom.intake.v1.ApplicationDecided"),
    ("nl.asielaanvragen.beslistermijn-verlengd.v1", "ketenstroom.intake.v1.DecisionTermExtended"),
    ("nl.asielaanvragen.besluit-ingetrokken.v1", "ketenstroom.intake.v1.DecisionRetracted"),
    ("nl.asielaanvragen.gehoord.v1", "ketenstroom.intake.v1.ApplicantInterviewed"),
    ("nl.asielaanvragen.geregistreerd.v1", "ketenstroom.intake.v1.ApplicationRegistered"),
    (
        "nl.asielaanvragen.ingebrekestelling-ontvangen.v1",
        "ketenstroom.intake.v1.NoticeOfDefaultReceived",
    ),
    ("nl.asielaanvragen.ingediend.v1", "ketenstroom.intake.v1.ApplicationLodged"),
    ("nl.asielaanvragen.ingetrokken.v1", "ketenstroom.intake.v1.ApplicationWithdrawn"),
    (
        "nl.asielaanvragen.nadere-gronden-ontvangen.v1",
        "ketenstroom.intake.v1.FurtherRepresentationReceived",
    ),
    ("nl.asielaanvragen.onherroepelijk.v1", "ketenstroom.intake.v1.DecisionFinal"),
    ("nl.asielaanvragen.opschorting-beeindigd.v1", "ketenstroom.intake.v1.DecisionResumed"),
    ("nl.asielaanvragen.overgenomen.v1", "ketenstroom.intake.v1.CaseImported"),
    ("nl.asielaanvragen.persoon-gecorrigeerd.v1", "ketenstroom.intake.v1.CaseCorrected"),
    ("nl.asielaanvragen.rechterlijke-termijn-gesteld.v1", "ketenstroom.intake.v1.JudicialTermSet"),
    ("nl.asielaanvragen.screening-afgerond.v1", "ketenstroom.intake.v1.ScreeningFinished"),
    ("nl.asielaanvragen.screening-gestart.v1", "ketenstroom.intake.v1.ScreeningStarted"),
    ("nl.asielaanvragen.spoor-gewijzigd.v1", "ketenstroom.intake.v1.TrackChanged"),
    ("nl.asielaanvragen.spoor-toegewezen.v1", "ketenstroom.intake.v1.TrackAssigned"),
    ("nl.asielaanvragen.treffer-gevonden.v1", "ketenstroom.intake.v1.HitRecorded"),
    (
        "nl.asielaanvragen.verantwoordelijkheid-beantwoord.v1",
        "ketenstroom.intake.v1.ResponsibilityAnswered",
    ),
    (
        "nl.asielaanvragen.verantwoordelijkheid-gestart.v1",
        "ketenstroom.intake.v1.ResponsibilityCheckStarted",
    ),
    ("nl.asielaanvragen.verantwoordelijkheid-vervallen.v1", "ketenstroom.intake.v1.ClaimLapsed"),
    ("nl.asielaanvragen.vergunning-ingetrokken.v1", "ketenstroom.intake.v1.PermitRevoked"),
    ("nl.asielaanvragen.vergunning-verleend.v1", "ketenstroom.intake.v1.PermitIssued"),
    ("nl.asielaanvragen.voornemen-uitgebracht.v1", "ketenstroom.intake.v1.IntentionIssued"),
    ("nl.asielaanvragen.voorziening-gevraagd.v1", "ketenstroom.intake.v1.InterimRequested"),
    ("nl.asielaanvragen.voorziening-uitspraak.v1", "ketenstroom.intake.v1.InterimRuled"),
    ("nl.asielaanvragen.zienswijze-ontvangen.v1", "ketenstroom.intake.v1.ViewReceived"),
    ("nl.capaciteitsramingen.vastgesteld.v1", "ketenstroom.housing.v1.CapacityEstimated"),
    ("nl.charters.geannuleerd.v1", "ketenstroom.returns.v1.CharterCancelled"),
    ("nl.charters.ingepland.v1", "ketenstroom.returns.v1.CharterScheduled"),
    ("nl.charters.stoelen-gewijzigd.v1", "ketenstroom.returns.v1.CharterSeatsChanged"),
    ("nl.herplaatsingen.beantwoord.v1", "ketenstroom.intake.v1.RelocationAnswered"),
    ("nl.herplaatsingen.gevraagd.v1", "ketenstroom.intake.v1.RelocationRequested"),
    ("nl.herplaatsingen.overdracht-besloten.v1", "ketenstroom.intake.v1.RelocationDecided"),
    ("nl.huisvestingskoppelingen.contract-getekend.v1", "ketenstroom.housing.v1.OfferAccepted"),
    ("nl.huisvestingskoppelingen.gehuisvest.v1", "ketenstroom.housing.v1.HouseholdHoused"),
    ("nl.huisvestingskoppelingen.gekoppeld.v1", "ketenstroom.housing.v1.HouseholdLinked"),
    ("nl.huisvestingskoppelingen.geweigerd.v1", "ketenstroom.housing.v1.OfferRefused"),
    (
        "nl.huisvestingskoppelingen.huishouden-gewijzigd.v1",
        "ketenstroom.housing.v1.HouseholdChanged",
    ),
    (
        "nl.huisvestingskoppelingen.huisvestingstermijn-overschreden.v1",
        "ketenstroom.housing.v1.HousingOverdue",
    ),
    ("nl.huisvestingskoppelingen.koppeling-teruggegeven.v1", "ketenstroom.housing.v1.LinkReturned"),
    (
        "nl.huisvestingskoppelingen.koppeltermijn-overschreden.v1",
        "ketenstroom.housing.v1.LinkOverdue",
    ),
    ("nl.huisvestingskoppelingen.meerderjarig.v1", "ketenstroom.housing.v1.CameOfAge"),
    (
        "nl.huisvestingskoppelingen.minderjarigheid-gecorrigeerd.v1",
        "ketenstroom.housing.v1.MinorityCorrected",
    ),
    ("nl.huisvestingskoppelingen.omgekoppeld.v1", "ketenstroom.housing.v1.HouseholdRelinked"),
    ("nl.huisvestingskoppelingen.overgenomen.v1", "ketenstroom.housing.v1.MatchImported"),
    ("nl.huisvestingskoppelingen.profiel-gereed.v1", "ketenstroom.housing.v1.ProfileCompleted"),
    ("nl.huisvestingskoppelingen.profiel-gestart.v1", "ketenstroom.housing.v1.MatchStarted"),
    ("nl.huisvestingskoppelingen.samengevoegd.v1", "ketenstroom.housing.v1.MembersMerged"),
    (
        "nl.huisvestingskoppelingen.tijdelijk-gehuisvest.v1",
        "ketenstroom.housing.v1.HouseholdTemporarilyHoused",
    ),
    (
        "nl.huisvestingskoppelingen.tijdelijk-verblijf-overschreden.v1",
        "ketenstroom.housing.v1.TemporaryStayOverdue",
    ),
    ("nl.huisvestingskoppelingen.verhuisd.v1", "ketenstroom.housing.v1.HouseholdMoved"),
    ("nl.huisvestingskoppelingen.vervallen.v1", "ketenstroom.housing.v1.MatchCancelled"),
    ("nl.huisvestingskoppelingen.woning-aangeboden.v1", "ketenstroom.housing.v1.DwellingOffered"),
    ("nl.migratieprognoses.afgebroken.v1", "ketenstroom.prognosis.v1.ForecastCancelled"),
    (
        "nl.migratieprognoses.afwijking-gesignaleerd.v1",
        "ketenstroom.prognosis.v1.DeviationSignalled",
    ),
    ("nl.migratieprognoses.data-bevroren.v1", "ketenstroom.prognosis.v1.DataFrozen"),
    ("nl.migratieprognoses.editie-bevroren.v1", "ketenstroom.prognosis.v1.EditionFrozen"),
    ("nl.migratieprognoses.editie-doorgerekend.v1", "ketenstroom.prognosis.v1.EditionRun"),
    ("nl.migratieprognoses.editie-geopend.v1", "ketenstroom.prognosis.v1.EditionOpened"),
    ("nl.migratieprognoses.editie-getekend.v1", "ketenstroom.prognosis.v1.EditionSigned"),
    ("nl.migratieprognoses.editie-ingetrokken.v1", "ketenstroom.prognosis.v1.EditionWithdrawn"),
    ("nl.migratieprognoses.editie-teruggezet.v1", "ketenstroom.prognosis.v1.EditionReset"),
    ("nl.migratieprognoses.editie-vervangen.v1", "ketenstroom.prognosis.v1.EditionSuperseded"),
    ("nl.migratieprognoses.editie-voorgelegd.v1", "ketenstroom.prognosis.v1.EditionSubmitted"),
    ("nl.migratieprognoses.gepubliceerd.v1", "ketenstroom.prognosis.v1.EditionPublished"),
    ("nl.migratieprognoses.mislukt.v1", "ketenstroom.prognosis.v1.ForecastFailed"),
    ("nl.migratieprognoses.modelrun-gereed.v1", "ketenstroom.prognosis.v1.ForecastMade"),
    ("nl.migratieprognoses.oordeel-vastgelegd.v1", "ketenstroom.prognosis.v1.JudgementRecorded"),
    ("nl.migratieprognoses.reeks-ingelezen.v1", "ketenstroom.prognosis.v1.SeriesImported"),
    ("nl.migratieprognoses.scenario-gekozen.v1", "ketenstroom.prognosis.v1.ScenarioChosen"),
    ("nl.migratieprognoses.vastgesteld.v1", "ketenstroom.prognosis.v1.EditionAdopted"),
    ("nl.moratoria.beeindigd.v1", "ketenstroom.intake.v1.MoratoriumEnded"),
    ("nl.moratoria.ingesteld.v1", "ketenstroom.intake.v1.MoratoriumDeclared"),
    ("nl.mvv.aangeboden.v1", "ketenstroom.intake.v1.VisaAppointmentOffered"),
    ("nl.nareisaanvragen.aangekomen.v1", "ketenstroom.intake.v1.FamilyMemberArrived"),
    ("nl.nareisaanvragen.beslist.v1", "ketenstroom.intake.v1.FamilyApplicationDecided"),
    ("nl.nareisaanvragen.bezwaar-beslist.v1", "ketenstroom.intake.v1.FamilyObjectionRuled"),
    ("nl.nareisaanvragen.bezwaar-ingediend.v1", "ketenstroom.intake.v1.FamilyObjectionLodged"),
    ("nl.nareisaanvragen.gegevens-gevraagd.v1", "ketenstroom.intake.v1.FamilyFactsRequested"),
    ("nl.nareisaanvragen.gegevens-ontvangen.v1", "ketenstroom.intake.v1.FamilyFactsReceived"),
    ("nl.nareisaanvragen.ingediend.v1", "ketenstroom.intake.v1.FamilyApplicationFiled"),
    ("nl.nareisaanvragen.mvv-afgegeven.v1", "ketenstroom.intake.v1.EntryVisaIssued"),
    ("nl.nareisaanvragen.mvv-geweigerd.v1", "ketenstroom.intake.v1.EntryVisaRefused"),
    ("nl.nareisaanvragen.overgenomen.v1", "ketenstroom.intake.v1.FamilyCaseImported"),
    ("nl.nareisaanvragen.persoon-gecorrigeerd.v1", "ketenstroom.intake.v1.FamilyCaseCorrected"),
    ("nl.nareisaanvragen.vergunning-verleend.v1", "ketenstroom.intake.v1.FamilyPermitIssued"),
    ("nl.nareisaanvragen.vervallen.v1", "ketenstroom.intake.v1.FamilyApplicationLapsed"),
    (
        "nl.nareisaanvragen.voorwaarden-vastgelegd.v1",
        "ketenstroom.intake.v1.FamilyConditionsRecorded",
    ),
    ("nl.ontheemdenopvang.plek-gerealiseerd.v1", "ketenstroom.reception.v1.UkrainePlacesRealised"),
    ("nl.ontheemdenopvang.plek-gesloten.v1", "ketenstroom.reception.v1.UkrainePlacesClosed"),
    ("nl.ontheemdenopvang.taak-vastgesteld.v1", "ketenstroom.reception.v1.UkraineTaskSet"),
    ("nl.ontheemdenopvang.weekstand.v1", "ketenstroom.reception.v1.UkraineWeekReported"),
    ("nl.opvanglocaties.capaciteit-gewijzigd.v1", "ketenstroom.reception.v1.CapacityChanged"),
    ("nl.opvanglocaties.gecontracteerd.v1", "ketenstroom.reception.v1.LocationContracted"),
    ("nl.opvanglocaties.geopend.v1", "ketenstroom.reception.v1.LocationOpened"),
    ("nl.opvanglocaties.gepland.v1", "ketenstroom.reception.v1.LocationPlanned"),
    ("nl.opvanglocaties.gesloten.v1", "ketenstroom.reception.v1.LocationClosed"),
    ("nl.opvanglocaties.omgezet.v1", "ketenstroom.reception.v1.LocationConverted"),
    ("nl.opvanglocaties.sluiting-aangekondigd.v1", "ketenstroom.reception.v1.ClosingAnnounced"),
    ("nl.opvangplaatsingen.afwezig.v1", "ketenstroom.reception.v1.PersonAbsent"),
    ("nl.opvangplaatsingen.beeindigd.v1", "ketenstroom.reception.v1.StayEnded"),
    ("nl.opvangplaatsingen.behoeften-vastgesteld.v1", "ketenstroom.reception.v1.NeedsRecorded"),
    (
        "nl.opvangplaatsingen.bewonerscategorie-gewijzigd.v1",
        "ketenstroom.reception.v1.CategoryChanged",
    ),
    ("nl.opvangplaatsingen.geplaatst.v1", "ketenstroom.reception.v1.PersonPlaced"),
    ("nl.opvangplaatsingen.maatregel-opgeheven.v1", "ketenstroom.reception.v1.MeasureLifted"),
    ("nl.opvangplaatsingen.maatregel-opgelegd.v1", "ketenstroom.reception.v1.MeasureImposed"),
    ("nl.opvangplaatsingen.overgenomen.v1", "ketenstroom.reception.v1.StayImported"),
    ("nl.opvangplaatsingen.overgeplaatst.v1", "ketenstroom.reception.v1.PersonMoved"),
    ("nl.opvangplaatsingen.persoon-gecorrigeerd.v1", "ketenstroom.reception.v1.StayCorrected"),
    ("nl.opvangplaatsingen.plaatsing-mislukt.v1", "ketenstroom.reception.v1.PlacementFailed"),
    ("nl.opvangplaatsingen.recht-eindigt.v1", "ketenstroom.reception.v1.RightEndSet"),
    ("nl.opvangplaatsingen.teruggekeerd.v1", "ketenstroom.reception.v1.PersonReturned"),
    ("nl.opvangplaatsingen.verwacht.v1", "ketenstroom.reception.v1.StayExpected"),
    ("nl.opvangstanden.weekstand.v1", "ketenstroom.reception.v1.OccupancyWeekReported"),
    ("nl.personen.gecorrigeerd.v1", "ketenstroom.intake.v1.PersonCorrected"),
    ("nl.personen.samengevoegd.v1", "ketenstroom.intake.v1.PersonsMerged"),
    ("nl.regietafels.verslag-vastgesteld.v1", "ketenstroom.housing.v1.ProvincialReportRecorded"),
    ("nl.taakstellingen.afgesloten.v1", "ketenstroom.housing.v1.HalfClosed"),
    ("nl.taakstellingen.bijdrage-geboekt.v1", "ketenstroom.housing.v1.ContributionBooked"),
    ("nl.taakstellingen.overgedragen.v1", "ketenstroom.housing.v1.TaskTransferred"),
    ("nl.taakstellingen.realisatie-geboekt.v1", "ketenstroom.housing.v1.RealisationBooked"),
    (
        "nl.taakstellingen.toezichttrede-gewijzigd.v1",
        "ketenstroom.housing.v1.SupervisionStepChanged",
    ),
    ("nl.taakstellingen.vastgesteld.v1", "ketenstroom.housing.v1.TargetSet"),
    (
        "nl.taakstellingen.verbeterplan-vastgelegd.v1",
        "ketenstroom.housing.v1.ImprovementPlanRecorded",
    ),
    ("nl.terugkeerdossiers.aangekondigd.v1", "ketenstroom.returns.v1.ReturnAnnounced"),
    ("nl.terugkeerdossiers.bewaring-getoetst.v1", "ketenstroom.returns.v1.DetentionReviewed"),
    ("nl.terugkeerdossiers.bewaring-opgeheven.v1", "ketenstroom.returns.v1.DetentionLifted"),
    ("nl.terugkeerdossiers.bewaring-opgelegd.v1", "ketenstroom.returns.v1.DetentionImposed"),
    ("nl.terugkeerdossiers.bewaring-verlengd.v1", "ketenstroom.returns.v1.DetentionExtended"),
    ("nl.terugkeerdossiers.gedwongen-traject.v1", "ketenstroom.returns.v1.ForcedTrackStarted"),
    ("nl.terugkeerdossiers.gesloten.v1", "ketenstroom.returns.v1.ReturnClosed"),
    ("nl.terugkeerdossiers.heropend.v1", "ketenstroom.returns.v1.ReturnReopened"),
    ("nl.terugkeerdossiers.in-behandeling.v1", "ketenstroom.returns.v1.CaseStarted"),
    ("nl.terugkeerdossiers.in-bewaring-aangekomen.v1", "ketenstroom.returns.v1.DetentionArrived"),
    ("nl.terugkeerdossiers.inreisverbod-opgelegd.v1", "ketenstroom.returns.v1.EntryBanImposed"),
    (
        "nl.terugkeerdossiers.ondersteuning-teruggevorderd.v1",
        "ketenstroom.returns.v1.SupportReclaimed",
    ),
    ("nl.terugkeerdossiers.ondersteuning-toegekend.v1", "ketenstroom.returns.v1.SupportGranted"),
    ("nl.terugkeerdossiers.opgeschort-asiel.v1", "ketenstroom.returns.v1.HeldForAsylum"),
    ("nl.terugkeerdossiers.overdracht-gepland.v1", "ketenstroom.returns.v1.TransferPlanned"),
    (
        "nl.terugkeerdossiers.overdrachtstermijn-gewijzigd.v1",
        "ketenstroom.returns.v1.TransferTermSet",
    ),
    (
        "nl.terugkeerdossiers.overdrachtstermijn-verlopen.v1",
        "ketenstroom.returns.v1.TransferTermLapsed",
    ),
    ("nl.terugkeerdossiers.overgedragen.v1", "ketenstroom.returns.v1.FileTransferred"),
    ("nl.terugkeerdossiers.overgenomen.v1", "ketenstroom.returns.v1.ReturnCaseImported"),
    (
        "nl.terugkeerdossiers.persoon-gecorrigeerd.v1",
        "ketenstroom.returns.v1.ReturnPersonCorrected",
    ),
    (
        "nl.terugkeerdossiers.refoulementtoets-verricht.v1",
        "ketenstroom.returns.v1.RefoulementChecked",
    ),
    (
        "nl.terugkeerdossiers.reisdocument-gewijzigd.v1",
        "ketenstroom.returns.v1.TravelDocumentChanged",
    ),
    ("nl.terugkeerdossiers.samengevoegd.v1", "ketenstroom.returns.v1.ReturnCaseMerged"),
    ("nl.terugkeerdossiers.toegang-geweigerd.v1", "ketenstroom.returns.v1.EntryRefused"),
    ("nl.terugkeerdossiers.toezicht-opgeheven.v1", "ketenstroom.returns.v1.SupervisionLifted"),
    ("nl.terugkeerdossiers.toezicht-opgelegd.v1", "ketenstroom.returns.v1.SupervisionImposed"),
    ("nl.terugkeerdossiers.vertrek-gecorrigeerd.v1", "ketenstroom.returns.v1.DepartureCorrected"),
    ("nl.terugkeerdossiers.vertrek-hervat.v1", "ketenstroom.returns.v1.DepartureUnblocked"),
    ("nl.terugkeerdossiers.vertrek-met-iom-gepland.v1", "ketenstroom.returns.v1.IomPlanned"),
    ("nl.terugkeerdossiers.vertrek-opgeschort.v1", "ketenstroom.returns.v1.DepartureBlocked"),
    ("nl.terugkeerdossiers.vertrek-voortgezet.v1", "ketenstroom.returns.v1.RemovalContinued"),
    (
        "nl.terugkeerdossiers.vertrekgesprek-gevoerd.v1",
        "ketenstroom.returns.v1.DepartureInterviewHeld",
    ),
    ("nl.terugkeerdossiers.vertrokken.v1", "ketenstroom.returns.v1.Departed"),
    ("nl.terugkeerdossiers.vlucht-geannuleerd.v1", "ketenstroom.returns.v1.FlightCancelled"),
    ("nl.terugkeerdossiers.vlucht-geboekt.v1", "ketenstroom.returns.v1.FlightBooked"),
    ("nl.verdeelbesluiten.plaatsen-geboekt.v1", "ketenstroom.housing.v1.PlacesRecorded"),
    ("nl.verdeelbesluiten.vastgesteld.v1", "ketenstroom.housing.v1.DistributionDecided"),
    ("nl.voogdij.aangevraagd.v1", "ketenstroom.reception.v1.GuardianshipRequested"),
    ("nl.voogdij.beeindigd.v1", "ketenstroom.reception.v1.GuardianshipEnded"),
    ("nl.voogdij.benoemd.v1", "ketenstroom.reception.v1.GuardianAppointed"),
    ("nl.voogdij.minderjarige-vermist.v1", "ketenstroom.reception.v1.MinorMissing"),
    ("nl.voogdij.voorlopig-voorzien.v1", "ketenstroom.reception.v1.GuardianProvided"),
    ("nl.vreemdelingenidentificatie.geidentificeerd.v1", "ketenstroom.intake.v1.PersonIdentified"),
];

/// Full name of the message of a type.
pub fn message(event_type: &str) -> Option<&'static str> {
    let found = ALL.binary_search_by_key(&event_type, |(name, _)| name).ok()?;
    Some(ALL[found].1)
}

/// Whether a contract knows the type.
pub fn is_known(event_type: &str) -> bool {
    message(event_type).is_some()
}

/// Type URL of the payload.
pub fn type_url(event_type: &str) -> String {
    format!("type.googleapis.com/{}", message(event_type).unwrap_or("google.protobuf.Any"))
}

#[cfg(test)]
mod tests {
    use prost::Message as _;

    use super::*;

    #[test]
    fn the_table_is_ordered_and_every_type_keeps_the_profile() {
        assert!(ALL.is_sorted());
        for (event_type, _) in ALL {
            let parts: Vec<&str> = event_type.split('.').collect();
            assert_eq!((parts.len(), parts[0], parts[3]), (4, "nl", "v1"), "{event_type}");
            let plain = event_type.bytes().all(|b| b.is_ascii_lowercase() || b".-1".contains(&b));
            assert!(plain, "{event_type}");
        }
    }

    #[test]
    fn every_event_message_has_a_type_and_every_type_a_message() {
        let set = prost_types::FileDescriptorSet::decode(crate::DESCRIPTOR_SET).unwrap();
        let mut messages: Vec<String> = set
            .file
            .iter()
            .filter(|file| file.name().ends_with("_events.proto"))
            .flat_map(|file| {
                let package = file.package().to_owned();
                file.message_type.iter().map(move |m| format!("{package}.{}", m.name()))
            })
            .filter(|name| name != "ketenstroom.housing.v1.MunicipalTarget")
            .collect();
        messages.sort();
        let mut named: Vec<String> = ALL.iter().map(|(_, message)| (*message).to_owned()).collect();
        named.sort();
        assert_eq!(messages, named);
    }
}
