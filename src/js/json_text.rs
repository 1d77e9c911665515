//! Any value of this crate as JSON text, for `JSON.parse`: a call into JavaScript for each value rather than one for each
//! member, and several kilobytes less code than a serializer that builds the objects from here.

use std::fmt::{self, Display};

use serde::Serialize;
use serde::ser::{self, Impossible, SerializeSeq, SerializeStruct};

use crate::order::Json;

/// The value as JSON text. Fails for kinds of values that the types of this crate do not have: maps, tuples, decimals.
pub(super) fn json_text(value: &impl Serialize) -> Result<String, Unserializable> {
    let mut writer = Writer { text: String::new() };
    value.serialize(&mut writer)?;
    Ok(writer.text)
}

/// A kind of value that is not written.
#[derive(Debug)]
pub(super) struct Unserializable;

impl Display for Unserializable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value of a kind that is not written as JSON")
    }
}

impl std::error::Error for Unserializable {}

impl ser::Error for Unserializable {
    fn custom<T: Display>(_: T) -> Self {
        Self
    }
}

struct Writer {
    text: String,
}

type Written = Result<(), Unserializable>;

impl Writer {
    #[inline(never)]
    fn write(&mut self, text: &str) {
        self.text.push_str(text);
    }

    #[inline(never)]
    fn quoted(&mut self, text: &str) {
        self.text.push_str(&Json::Text(text.to_owned()).compact());
    }

    /// A comma where there is something before, then the name.
    #[inline(never)]
    fn member(&mut self, name: &str) {
        self.item();
        self.quoted(name);
        self.write(":");
    }

    #[inline(never)]
    fn item(&mut self) {
        if !self.text.ends_with(['{', '[']) {
            self.write(",");
        }
    }
}

/// What is written between a bracket and its counterpart.
struct Inside<'a> {
    writer: &'a mut Writer,
    end: &'static str,
}

impl SerializeSeq for Inside<'_> {
    type Ok = ();
    type Error = Unserializable;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Written {
        self.writer.item();
        value.serialize(&mut *self.writer)
    }

    fn end(self) -> Written {
        self.writer.write(self.end);
        Ok(())
    }
}

impl SerializeStruct for Inside<'_> {
    type Ok = ();
    type Error = Unserializable;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Written {
        self.writer.member(name);
        value.serialize(&mut *self.writer)
    }

    fn end(self) -> Written {
        self.writer.write(self.end);
        Ok(())
    }
}

impl<'a> ser::Serializer for &'a mut Writer {
    type Ok = ();
    type Error = Unserializable;
    type SerializeSeq = Inside<'a>;
    type SerializeStruct = Inside<'a>;
    type SerializeTuple = Impossible<(), Unserializable>;
    type SerializeTupleStruct = Impossible<(), Unserializable>;
    type SerializeTupleVariant = Impossible<(), Unserializable>;
    type SerializeMap = Impossible<(), Unserializable>;
    type SerializeStructVariant = Impossible<(), Unserializable>;

    fn serialize_bool(self, value: bool) -> Written {
        self.write(if value { "true" } else { "false" });
        Ok(())
    }

    fn serialize_u8(self, value: u8) -> Written {
        self.serialize_u32(value.into())
    }

    fn serialize_u16(self, value: u16) -> Written {
        self.serialize_u32(value.into())
    }

    fn serialize_u32(self, value: u32) -> Written {
        self.write(&value.to_string());
        Ok(())
    }

    /// Beyond 32 bits, numbers are texts everywhere in this crate: JavaScript's are exact only up to 2^53.
    fn serialize_u64(self, value: u64) -> Written {
        self.serialize_u32(u32::try_from(value).map_err(|_| Unserializable)?)
    }

    fn serialize_str(self, value: &str) -> Written {
        self.quoted(value);
        Ok(())
    }

    fn serialize_none(self) -> Written {
        self.write("null");
        Ok(())
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Written {
        value.serialize(self)
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Written {
        self.quoted(variant);
        Ok(())
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Written {
        value.serialize(self)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Inside<'a>, Unserializable> {
        self.write("[");
        Ok(Inside { writer: self, end: "]" })
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Inside<'a>, Unserializable> {
        self.write("{");
        Ok(Inside { writer: self, end: "}" })
    }

    fn serialize_i8(self, _: i8) -> Written {
        Err(Unserializable)
    }

    fn serialize_i16(self, _: i16) -> Written {
        Err(Unserializable)
    }

    fn serialize_i32(self, _: i32) -> Written {
        Err(Unserializable)
    }

    fn serialize_i64(self, _: i64) -> Written {
        Err(Unserializable)
    }

    fn serialize_f32(self, _: f32) -> Written {
        Err(Unserializable)
    }

    fn serialize_f64(self, _: f64) -> Written {
        Err(Unserializable)
    }

    fn serialize_char(self, _: char) -> Written {
        Err(Unserializable)
    }

    fn serialize_bytes(self, _: &[u8]) -> Written {
        Err(Unserializable)
    }

    fn serialize_unit(self) -> Written {
        Err(Unserializable)
    }

    fn serialize_unit_struct(self, _: &'static str) -> Written {
        Err(Unserializable)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Written {
        Err(Unserializable)
    }

    fn serialize_tuple(self, _: usize) -> Result<Self::SerializeTuple, Unserializable> {
        Err(Unserializable)
    }

    fn serialize_tuple_struct(
        self,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleStruct, Unserializable> {
        Err(Unserializable)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, Unserializable> {
        Err(Unserializable)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self::SerializeMap, Unserializable> {
        Err(Unserializable)
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, Unserializable> {
        Err(Unserializable)
    }
}
