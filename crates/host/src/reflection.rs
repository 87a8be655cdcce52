//! Reflection in both versions (grpcio's client speaks v1alpha only), of exactly what a port serves.

use prost::Message as _;
use prost_types::{FileDescriptorProto, FileDescriptorSet};
use tonic::service::RoutesBuilder;

use crate::start_error::StartError;

/// Adds reflection of the services named `served`.
pub(crate) fn add<'a>(
    routes: &mut RoutesBuilder,
    served: impl Iterator<Item = &'a str>,
) -> Result<(), StartError> {
    let failed = |error: &dyn std::fmt::Display| StartError::Contracts(error.to_string());
    let served: Vec<&str> = served.collect();
    let mut files = FileDescriptorSet::default();
    for set in [wire::DESCRIPTOR_SET, tonic_health::pb::FILE_DESCRIPTOR_SET] {
        let set = FileDescriptorSet::decode(set).map_err(|error| failed(&error))?;
        files.file.extend(set.file.into_iter().map(|file| only(file, &served)));
    }
    let builder = || {
        tonic_reflection::server::Builder::configure().register_file_descriptor_set(files.clone())
    };
    routes.add_service(builder().build_v1().map_err(|error| failed(&error))?);
    routes.add_service(builder().build_v1alpha().map_err(|error| failed(&error))?);
    Ok(())
}

/// The file without the services that are not served; its messages stay, because events are read by them.
fn only(mut file: FileDescriptorProto, served: &[&str]) -> FileDescriptorProto {
    let package = file.package().to_owned();
    file.service
        .retain(|service| served.contains(&format!("{package}.{}", service.name()).as_str()));
    file
}
