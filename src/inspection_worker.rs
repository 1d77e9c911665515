//! The worker that inspects requests for the page.

fn main() {
    certview_orders::worker::serve();
}

// As in src/main.rs.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: zeroizing_alloc::ZeroAlloc<std::alloc::System> =
    zeroizing_alloc::ZeroAlloc(std::alloc::System);
