//! The bytes of a file, for the document.

use ehcp_attachment::LARGEST;
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{
        ObjectBuilder, RefOr,
        schema::{KnownFormat, Schema, SchemaFormat, SchemaType, Type},
    },
};

/// The bytes of a file.
pub(super) struct FileBytes;

impl PartialSchema for FileBytes {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(SchemaType::Type(Type::String))
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::Binary)))
            .max_length(usize::try_from(LARGEST).ok())
            .description(Some("The bytes of a file: at most 20 MiB."))
            .into()
    }
}

impl ToSchema for FileBytes {}
