//! Requests that ask for an action on one thing.

/// A request that asks for an action on one thing.
pub trait WireOrder<A>: prost::Message {
    /// The order, or all field violations.
    fn order(self) -> Result<kernel::Order<kernel::Uuid, A>, tonic::Status>;
}

/// Maps requests to actions with the same field names; every request names its thing by `$key`.
#[macro_export]
macro_rules! wire_orders {
    ($action:path, $key:ident $($pb:path => $name:ident { $($field:ident),* })+) => {
        const _: () = {
            use $action as Action;
            $(impl $crate::WireOrder<Action> for $pb {
                fn order(self) -> Result<kernel::Order<kernel::Uuid, Action>, $crate::tonic::Status> {
                    let mut fields = $crate::Fields::new();
                    let key = fields.get(stringify!($key), self.$key);
                    let on = fields.get("occurred_on", self.occurred_on);
                    let expected_version = fields.get("expected_version", self.expected_version);
                    $(let $field = fields.get(stringify!($field), self.$field);)*
                    let read = || Some(kernel::Order {
                        key: key?,
                        on: on?,
                        expected_version: expected_version?,
                        action: Action::$name { $($field: $field?),* },
                    });
                    let order = read();
                    fields.finish(order)
                }
            })+
        };
    };
}
