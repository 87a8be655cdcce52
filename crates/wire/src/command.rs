//! Requests that ask for a command on one thing.

/// A request that asks for a command on one thing.
pub trait WireCommand<K, A>: prost::Message {
    /// The command, or all field violations.
    fn command(self) -> Result<kernel::Command<K, A>, tonic::Status>;
}

/// Maps requests to commands with the same field names; every request names its thing by `$key`, an `$id`.
#[macro_export]
macro_rules! wire_commands {
    ($kind:path, $key:ident: $id:ty; $($pb:path => $name:ident { $($field:ident),* })+) => {
        const _: () = {
            use $kind as CommandKind;
            $(impl $crate::WireCommand<$id, CommandKind> for $pb {
                fn command(self) -> Result<kernel::Command<$id, CommandKind>, $crate::tonic::Status> {
                    let mut fields = $crate::Fields::new();
                    let key = fields.get(stringify!($key), self.$key);
                    let on = fields.get("occurred_on", self.occurred_on);
                    let expected_version = fields.get("expected_version", self.expected_version);
                    $(let $field = fields.get(stringify!($field), self.$field);)*
                    let read = || Some(kernel::Command {
                        key: key?,
                        on: on?,
                        expected_version: expected_version?,
                        kind: CommandKind::$name { $($field: $field?),* },
                    });
                    let command = read();
                    fields.finish(command)
                }
            })+
        };
    };
}
