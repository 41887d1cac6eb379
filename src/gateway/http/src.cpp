// SPDX-License-Identifier: Apache-2.0
// The bodies of Asio and of the parts of Beast in use, compiled once for the whole program. Needs
// BOOST_ASIO_SEPARATE_COMPILATION and BOOST_BEAST_SEPARATE_COMPILATION for all files that include
// either.
#include <boost/asio/impl/src.hpp>
#include <boost/asio/ssl/impl/src.hpp>
#include <boost/beast/src.hpp>
